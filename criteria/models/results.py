"""What the communes achieved: by period and stage, with the state of each district's sending.

A result is never a target (plans) and never a recognition (a decision).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from accounts.models import Changeset
from communes.models import Commune, District, Province

from ..domain.stages import (
    OPEN_STATES,
    STAGE_NAMES,
    SUBMISSION_STATE_NAMES,
    SubmissionState,
)
from ..domain.values import MAX_PARTS, PLACES, ResultValue, State
from ..querysets import PeriodQuerySet, RemainingWorkQuerySet, ResultQuerySet, SubmissionQuerySet
from .sets import CriteriaSet, Criterion, Indicator

STAGES = [(str(stage), name) for stage, name in STAGE_NAMES.items()]


class ReportingPeriod(models.Model):
    """One round of results of a province by one criteria set; its units are those of ``last_day``.

    The cut-off days are data: NĐ 09/2019/NĐ-CP Điều 12 has quarters end on the 14th, not on the 31st.
    """

    class Kind(models.TextChoices):
        MONTH = "month", "tháng"
        QUARTER = "quarter", "quý"
        HALF_YEAR = "half_year", "6 tháng"
        NINE_MONTHS = "nine_months", "9 tháng"
        YEAR = "year", "năm"
        UP_TO = "up_to", "đến một ngày"

    province = models.ForeignKey(Province, models.PROTECT, related_name="periods", verbose_name="tỉnh")
    code = models.SlugField("mã", max_length=40, help_text="Ví dụ 6-thang-2022; dùng trong địa chỉ và lệnh")
    name = models.CharField("tên kỳ", max_length=80, help_text="Ví dụ 6 tháng đầu năm 2022, đến 31/3/2023")
    kind = models.CharField("loại kỳ", max_length=12, choices=Kind)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ tiêu chí"
    )
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến ngày", help_text="Các xã của kỳ là các xã có vào ngày này")
    opens_on = models.DateField("mở nhập từ")
    due_on = models.DateField("hạn gửi")
    closes_on = models.DateField(
        "đóng sau ngày", null=True, blank=True, help_text="Sau ngày này chỉ Văn phòng điều phối nhập được"
    )
    official_stage = models.CharField("bước tính chính thức", max_length=10, choices=STAGES)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kỳ đánh giá"
        ordering = ("-last_day", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "code"],
                name="period_code_once_in_province",
                violation_error_message="Tỉnh đã có kỳ với mã này.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="period_days_in_order",
                violation_error_message="Ngày cuối kỳ không được trước ngày đầu kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="period_due_after_opening",
                violation_error_message="Hạn gửi không được trước ngày mở nhập.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("due_on")),
                name="period_closes_after_due",
                violation_error_message="Ngày đóng không được trước hạn gửi.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What has figures keeps what they hang on; for every form, the admin's and an import's too."""
        refusals = ReportingPeriod.objects.change_refusals(self) if self.pk else {}
        if refusals:
            raise ValidationError(refusals)

    @property
    def has_figures(self) -> bool:
        """Whether anything was entered or sent: then set, code and province stay."""
        return bool(ReportingPeriod.objects.in_use().filter(pk=self.pk).exists())

    def is_open_on(self, day: date) -> bool:
        return self.opens_on <= day and (self.closes_on is None or day <= self.closes_on)


class Submission(models.Model):
    """Whether the figures of one unit at one stage may still be written. No row yet: a draft.

    The unit is the district; a commune that lies in none is its own. At the stage ``department`` there is
    one row for each criterion as well. Every write to results goes through ``revision`` of this row first, so
    that a write and a sending, or two writes, never pass each other.
    """

    STATES = [(str(state), name) for state, name in SUBMISSION_STATE_NAMES.items()]

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="submissions", verbose_name="kỳ đánh giá"
    )
    stage = models.CharField("bước", max_length=10, choices=STAGES)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="huyện"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="xã"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tiêu chí"
    )
    state = models.CharField("tình trạng", max_length=10, choices=STATES, default=str(SubmissionState.DRAFT))
    reason = models.CharField("lý do trả lại", max_length=500, blank=True)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lần chuyển cuối"
    )
    revision = models.PositiveIntegerField(default=0)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tình trạng gửi"
        ordering = ("period", "stage", "district", "commune", "criterion")
        constraints = [
            models.CheckConstraint(
                condition=Q(district=None, commune__isnull=False) | Q(district__isnull=False, commune=None),
                name="submission_of_one_unit",
            ),
            models.UniqueConstraint(
                fields=["period", "stage", "district"],
                condition=Q(district__isnull=False, criterion=None),
                name="submission_district_unique",
            ),
            models.UniqueConstraint(
                fields=["period", "stage", "district", "criterion"],
                condition=Q(district__isnull=False, criterion__isnull=False),
                name="submission_district_criterion_unique",
            ),
            models.UniqueConstraint(
                fields=["period", "stage", "commune"],
                condition=Q(commune__isnull=False, criterion=None),
                name="submission_commune_unique",
            ),
            models.UniqueConstraint(
                fields=["period", "stage", "commune", "criterion"],
                condition=Q(commune__isnull=False, criterion__isnull=False),
                name="submission_commune_criterion_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district or self.commune}, {self.period}, {self.get_stage_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_locked(self) -> bool:
        return self.state == SubmissionState.LOCKED


class Result(models.Model):
    """The current figure of one commune and criterion or indicator at one period and stage.

    ``key`` is "c" or "i" and the number, so that one constraint holds for both. A row is never deleted: what
    was cleared has no data and a higher version. What it was before stands in FigureChange.
    """

    class Basis(models.TextChoices):
        ASSERTED = "asserted", "người nhập"
        DERIVED = "derived", "tính từ chỉ tiêu"
        OVERRIDDEN = "overridden", "người quyết định khác đề xuất"

    STATES = [(str(state), str(state)) for state in State]

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="results", verbose_name="kỳ")
    stage = models.CharField("bước", max_length=10, choices=STAGES)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="results", verbose_name="xã")
    key = models.CharField("mã ô", max_length=9)
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu"
    )
    state = models.CharField("mức", max_length=14, choices=STATES, default=str(State.NO_DATA))
    basis = models.CharField("cơ sở", max_length=10, choices=Basis, default=Basis.ASSERTED)
    reason = models.CharField("lý do", max_length=300, blank=True)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    male = models.DecimalField("nam", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    female = models.DecimalField("nữ", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    level = models.CharField("mức độ, xếp loại", max_length=60, blank=True)
    parts = models.CharField("các phần", max_length=MAX_PARTS, blank=True)
    note = models.TextField("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, related_name="+", verbose_name="lần thay đổi cuối"
    )

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kết quả"
        ordering = ("period", "stage", "commune", "criterion__position", "indicator__position")
        constraints = [
            models.UniqueConstraint(fields=["period", "stage", "commune", "key"], name="result_cell_unique"),
        ]
        indexes = [models.Index(fields=["commune", "key"], name="result_of_commune")]

    def __str__(self) -> str:
        return f"{self.commune} {self.key}, {self.period}"

    @property
    def entered(self) -> ResultValue:
        """The figure as the domain takes it."""
        return ResultValue(
            State(self.state),
            self.value,
            self.numerator,
            self.denominator,
            self.male,
            self.female,
            self.level,
            self.parts,
        )


class RemainingWork(models.Model):
    """Something still to be done for a criterion or indicator: the text as written, and what it counts.

    ``funded`` is the part of the quantity that has its funds already, in the same unit.
    """

    result = models.ForeignKey(Result, models.CASCADE, related_name="works", verbose_name="kết quả")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("nội dung", max_length=500)
    quantity = models.DecimalField("khối lượng", max_digits=18, decimal_places=PLACES, null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=30, blank=True)
    funded = models.DecimalField("đã bố trí vốn", max_digits=18, decimal_places=PLACES, null=True, blank=True)

    objects = RemainingWorkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "khối lượng còn lại"
        ordering = ("result", "position")
        constraints = [
            models.UniqueConstraint(fields=["result", "position"], name="remaining_work_position_unique"),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gte=0), name="remaining_work_quantity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(funded=None) | Q(funded__gte=0, quantity__gte=F("funded")),
                name="remaining_work_funded_within_quantity",
                violation_error_message="Phần đã bố trí vốn không được lớn hơn khối lượng.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
