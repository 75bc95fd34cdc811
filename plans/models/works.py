"""What a plan wants done: work left in its communes, tasks and inspections with their days."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Changeset
from communes.models import Commune
from criteria.models import Criterion, Indicator
from plans.querysets import PlannedWorkQuerySet, PlanTaskQuerySet, TaskCompletionQuerySet

from .plans import Plan
from .versions import Annex


class PlannedWork(models.Model):
    """One item of work left, as an annex of gaps prints it: a projection of its current version.

    ``number`` is the number of the indicator or criterion as printed; either may be unknown to the set. What
    the text counts stands in its amounts; a text without amounts is work all the same.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="works", verbose_name="kế hoạch")
    annex = models.ForeignKey(Annex, models.CASCADE, related_name="works", verbose_name="biểu")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name="xã")
    position = models.PositiveSmallIntegerField("thứ tự")
    number = models.CharField("số đã ghi", max_length=20, blank=True)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tiêu chí"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu"
    )
    text = models.TextField("nội dung")

    objects = PlannedWorkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "việc còn lại theo kế hoạch"
        ordering = ("annex", "commune", "position")
        constraints = [
            models.UniqueConstraint(fields=["annex", "commune", "position"], name="planned_work_unique")
        ]

    def __str__(self) -> str:
        return self.text


class PlannedAmount(models.Model):
    """How much of what: "cứng hóa", 12,5 km, of which ``funded`` has its funds already."""

    work = models.ForeignKey(PlannedWork, models.CASCADE, related_name="amounts")
    position = models.PositiveSmallIntegerField("thứ tự")
    what = models.CharField("việc", max_length=200, blank=True)
    quantity = models.DecimalField("khối lượng", max_digits=18, decimal_places=4)
    unit = models.CharField("đơn vị tính", max_length=60)
    funded = models.DecimalField("đã bố trí vốn", max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "khối lượng theo kế hoạch"
        ordering = ("work", "position")
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="planned_amount_unique"),
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & (Q(funded=None) | Q(funded__gte=0, funded__lte=F("quantity"))),
                name="planned_amount_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit}"


class PlanTask(models.Model):
    """One thing to be done by a day: a row of the policy tasks, or one step of an inspection's row.

    A projection of the annex's current version. ``due_text`` is the printed deadline; ``due_from`` and
    ``due_to`` (both included) are empty where it cannot be read. ``done_as_printed``: the annex itself says
    that it has been done.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks", verbose_name="kế hoạch")
    annex = models.ForeignKey(Annex, models.CASCADE, related_name="tasks", verbose_name="biểu")
    line = models.CharField("dòng", max_length=40)
    step = models.CharField("bước", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    section = models.TextField("mục", blank=True)
    title = models.TextField("nội dung")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã"
    )
    lead = models.TextField("chủ trì", blank=True)
    partners = models.TextField("phối hợp", blank=True)
    authority = models.TextField("cấp ban hành", blank=True)
    due_text = models.TextField("thời gian đã ghi", blank=True)
    due_from = models.DateField("từ ngày", null=True, blank=True)
    due_to = models.DateField("đến hết ngày", null=True, blank=True)
    done_as_printed = models.BooleanField("biểu ghi đã xong", default=False)

    objects = PlanTaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhiệm vụ của kế hoạch"
        ordering = ("plan", "annex", "position")
        constraints = [
            models.UniqueConstraint(fields=["annex", "line", "step"], name="plan_task_unique"),
            models.CheckConstraint(
                condition=Q(due_from=None) | Q(due_to=None) | Q(due_to__gte=F("due_from")),
                name="plan_task_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("plans:task", args=self.address)

    @property
    def address(self) -> tuple[str, str, str, str]:
        """The same whichever version of the annex it comes from."""
        return self.plan.slug, self.annex.code, self.line, self.step or "-"

    @property
    def heading(self) -> str:
        return self.title.partition("\n")[0]

    @property
    def details(self) -> str:
        return self.title.partition("\n")[2]

    @property
    def subject(self) -> str:
        """Of its figures in the history."""
        return f"plan/{self.plan.slug}/{self.annex.code}"

    @property
    def history_key(self) -> str:
        return f"task:{self.line}/{self.step}"[:40]


class TaskCompletion(models.Model):
    """Somebody's word that a task is done. It outlives the annex's versions: ``title`` is the task's as it
    was then, so that a task whose row says something else by now is not taken for done.
    """

    annex = models.ForeignKey(Annex, models.CASCADE, related_name="completions", verbose_name="biểu")
    line = models.CharField("dòng", max_length=40)
    step = models.CharField("bước", max_length=40, blank=True)
    title = models.TextField("nội dung")
    done_on = models.DateField("xong ngày")
    document = models.CharField("văn bản", max_length=100, blank=True, help_text="Số, ký hiệu: 12/NQ-HĐND")
    note = models.CharField("ghi chú", max_length=500, blank=True)
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="+", verbose_name="lần lưu")

    objects = TaskCompletionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "việc đã xong"
        ordering = ("annex", "line", "step")
        constraints = [
            models.UniqueConstraint(fields=["annex", "line", "step"], name="task_completion_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.done_on}"
