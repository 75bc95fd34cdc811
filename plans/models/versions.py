"""One store for all annex tables of plans; of a period's results only the uploads are kept here."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Changeset, User
from communes.models import Commune, District, Province
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.models import CriteriaSet, ReportingPeriod
from criteria.models.results import STAGES
from plans.annexes import PLAN_ANNEXES
from plans.querysets import AnnexQuerySet, AnnexRowQuerySet, UploadQuerySet, VersionQuerySet

from .plans import Plan


class Annex(models.Model):
    """One table of a plan, or of a period's results at one stage. ``code`` names its definition.

    The figures of a plan's annex are its versions; those of a period's are criteria's results.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="annexes", verbose_name="kế hoạch"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kỳ đánh giá"
    )
    stage = models.CharField("bước", max_length=10, choices=STAGES, blank=True)
    code = models.SlugField("mã biểu", max_length=40)
    label = models.CharField("ký hiệu", max_length=40, help_text="Ví dụ Biểu số 01, Phụ lục I")
    title = models.CharField("tên biểu", max_length=400)
    position = models.PositiveSmallIntegerField("thứ tự")
    intro = models.TextField("lời dẫn", blank=True, help_text="Các đoạn đứng giữa tên biểu và bảng")
    other_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bộ tiêu chí riêng",
        help_text="Khi biểu theo bộ tiêu chí khác với kế hoạch",
    )
    as_of_month = models.PositiveSmallIntegerField(
        "số liệu đến hết tháng",
        null=True,
        blank=True,
        choices=[(month, f"tháng {month}") for month in range(1, 13)],
        help_text="Ghi ở đầu bảng của biểu việc còn lại",
    )

    objects = AnnexQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "biểu"
        ordering = ("plan", "period", "stage", "position")
        constraints = [
            models.CheckConstraint(
                condition=Q(plan__isnull=False, period=None, stage="")
                | (Q(plan=None, period__isnull=False) & ~Q(stage="")),
                name="annex_of_plan_or_period",
            ),
            models.UniqueConstraint(
                fields=["plan", "code"], condition=Q(plan__isnull=False), name="annex_code_once_in_plan"
            ),
            models.UniqueConstraint(
                fields=["period", "stage", "code"],
                condition=Q(period__isnull=False),
                name="annex_code_once_in_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.owner}"

    @property
    def owner(self) -> str:
        """What the annex belongs to, in words."""
        if self.period is None:
            return str(self.plan)
        return f"{self.period}, {STAGE_NAMES[Stage(self.stage)]}"

    @property
    def province(self) -> Province:
        return self._holder.province

    @property
    def province_id(self) -> int:
        return self._holder.province_id

    @property
    def criteria_set_id(self) -> int:
        return self.other_set_id or self._holder.criteria_set_id

    @property
    def units_day(self) -> date:
        """The day whose units and borders the rows go by."""
        return self.period.last_day if self.period else self.plan.units_date

    @property
    def _holder(self) -> Plan | ReportingPeriod:
        return self.period or self.plan

    @property
    def noun(self) -> str:
        """What its rows are counted as: "xã", "huyện", "dòng"."""
        known = PLAN_ANNEXES.get(self.code) if self.plan_id else None
        return known.noun if known else "xã"

    @property
    def page_url(self) -> str:
        """Where its figures are read."""
        if self.period:
            return reverse("criteria:sheet", args=self._address[:-1])
        return reverse("plans:annex", args=self._address)

    @property
    def template_url(self) -> str:
        return reverse(f"plans:{'results_' if self.period else ''}template", args=self._address)

    @property
    def upload_url(self) -> str:
        return reverse(f"plans:{'results_' if self.period else ''}upload_new", args=self._address)

    @property
    def _address(self) -> tuple[str, ...]:
        if self.period:
            return (self.period.province.code, self.period.code, self.stage, self.code)
        return (self.plan.slug, self.code)


class Upload(models.Model):
    """One file that was brought, whatever came of it. The file itself is kept as it came."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ xác nhận"
        STORED = "stored", "đã lưu"
        SAME = "same", "không có gì mới"
        UNREADABLE = "unreadable", "không đọc được"
        ABANDONED = "abandoned", "đã bỏ"
        UNDONE = "undone", "đã hoàn tác"

    annex = models.ForeignKey(Annex, models.PROTECT, related_name="uploads", verbose_name="biểu")
    user = models.ForeignKey(User, models.PROTECT, related_name="uploads", verbose_name="người tải lên")
    made_at = models.DateTimeField("lúc", auto_now_add=True)
    file = models.FileField("tệp", upload_to="uploads/%Y/%m/", max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    size = models.PositiveIntegerField("cỡ tệp (byte)")
    sha256 = models.CharField(max_length=64)
    state = models.CharField("kết quả", max_length=10, choices=State, default=State.WAITING)
    answers = models.JSONField("trả lời", default=dict, blank=True)
    counts = models.JSONField("số dòng", default=dict, blank=True)
    findings = models.JSONField("phát hiện", default=list, blank=True)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lần lưu"
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tệp đã tải"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.name


class AnnexVersion(models.Model):
    """The whole table after one act. Never edited; a change makes the next version."""

    annex = models.ForeignKey(Annex, models.CASCADE, related_name="versions", verbose_name="biểu")
    number = models.PositiveIntegerField("phiên bản")
    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="+", verbose_name="lần thay đổi")
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="versions", verbose_name="tệp"
    )
    undoes = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name="hoàn tác tệp"
    )
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phiên bản của biểu"
        ordering = ("annex", "-number")
        constraints = [
            models.UniqueConstraint(fields=["annex", "number"], name="annex_version_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.annex}, bản {self.number}"


class AnnexRow(models.Model):
    """One printed row. ``cells``: {column key: [text as printed, value, address in its sheet]}, and where
    the cell is merged how many rows and columns it takes. ``line`` tells rows apart that are of no unit.
    """

    version = models.ForeignKey(AnnexVersion, models.CASCADE, related_name="rows")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại dòng", max_length=12)
    line = models.CharField("dòng", max_length=40, blank=True)
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    cells = models.JSONField("ô", default=dict)

    objects = AnnexRowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "dòng của biểu"
        ordering = ("version", "position")
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="annex_row_position_unique")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind}"
