"""Criteria sets as dated data: set → group → criterion → indicator → threshold.

Numbers are text ("17.10" comes after "17.9") and mean something only inside their set.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from communes.models import Province

from ..domain.level_input import check_figure
from ..domain.part_levels import (
    BadPartsError,
    check_levels,
    read_levels_of_parts,
    read_parts_of_indicator,
)
from ..domain.requirements import SCOPE_NAMES
from ..domain.values import Kind
from ..querysets import (
    BandQuerySet,
    CriteriaSetQuerySet,
    CriterionQuerySet,
    IndicatorQuerySet,
    ThresholdQuerySet,
)

THRESHOLD_TWICE = "Đã có mức đạt của chỉ tiêu này cho cùng vùng, năm và ngày bắt đầu."
BAND_TWICE = "Đã có nhóm bắt đầu từ số này."


class CriteriaSet(models.Model):
    class Tier(models.TextChoices):
        NTM = "ntm", "nông thôn mới"
        ADVANCED = "nang_cao", "nông thôn mới nâng cao"
        MODEL = "kieu_mau", "nông thôn mới kiểu mẫu"

    class Dimension(models.TextChoices):
        REGION = "region", "vùng"
        COMMUNE_GROUP = "commune_group", "nhóm xã"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    tier = models.CharField("mức", max_length=10, choices=Tier)
    decision = models.CharField("quyết định", max_length=200)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    threshold_dimension = models.CharField("mức đạt theo", max_length=20, choices=Dimension)
    expected_criteria = models.PositiveSmallIntegerField("số tiêu chí theo quyết định")
    expected_indicators = models.PositiveSmallIntegerField("số chỉ tiêu theo quyết định", null=True)
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name="thay cho"
    )
    note = models.TextField("ghi chú", blank=True)
    pending_decisions = models.TextField(
        "quyết định chưa đưa vào",
        blank=True,
        help_text="Mỗi dòng một quyết định sửa đổi chưa có trong các mức",
    )
    hardship_scope = models.CharField(
        "vùng áp dụng cho xã đặc biệt khó khăn",
        max_length=20,
        blank=True,
        help_text="Mã vùng, ví dụ TDMNPB theo Điều 1 QĐ 318/QĐ-TTg; để trống: theo vùng của xã",
    )
    edited_by_hand = models.BooleanField("sửa tay", default=False, editable=False)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bộ tiêu chí"
        ordering = ("-valid_from", "code")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="criteria_set_valid_period",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_indicators(self) -> bool:
        return Indicator.objects.filter(criterion__criteria_set=self).exists()


class CriterionGroup(models.Model):
    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="groups", verbose_name="bộ tiêu chí"
    )
    number = models.CharField("số", max_length=5)
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "nhóm tiêu chí"
        ordering = ("criteria_set", "position")
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "number"], name="criterion_group_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Criterion(models.Model):
    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="criteria", verbose_name="bộ tiêu chí"
    )
    group = models.ForeignKey(
        CriterionGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="criteria",
        verbose_name="nhóm tiêu chí",
    )
    number = models.CharField("số", max_length=5)
    position = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=60)
    lead_department = models.CharField("cơ quan chủ trì", max_length=200, blank=True)
    key_for_revocation = models.BooleanField(
        "xét khi thu hồi",
        default=False,
        help_text="Tiêu chí mà QĐ 18/2022/QĐ-TTg nêu tên trong điều kiện thu hồi quyết định công nhận",
    )
    edited_by_hand = models.BooleanField("sửa tay", default=False, editable=False)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tiêu chí"
        ordering = ("criteria_set", "position")
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "number"], name="criterion_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Indicator(models.Model):
    """``by_sex``: must hold for men and women apart; ``if_any``: does not concern a commune without one.

    ``parts``: what is stated beside the figure itself, [{"key": "a", "name", "kind", "unit"}].
    """

    class Kind(models.TextChoices):
        BOOLEAN = "boolean", "đạt hay không"
        PERCENTAGE = "percentage", "tỷ lệ %"
        AMOUNT = "amount", "số tiền"
        QUANTITY = "quantity", "khối lượng"
        COUNT = "count", "số lượng"
        RATIO = "ratio", "số lần"
        LEVEL = "level", "mức độ, xếp loại"

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="indicators", verbose_name="tiêu chí"
    )
    number = models.CharField("số", max_length=8)
    position = models.PositiveSmallIntegerField("thứ tự trong bộ")
    name = models.TextField("tên")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    by_sex = models.BooleanField("nam, nữ riêng", default=False)
    if_any = models.BooleanField("chỉ xét nếu có", default=False)
    parts = models.JSONField("các phần", default=list, blank=True)
    note = models.TextField("ghi chú", blank=True)
    edited_by_hand = models.BooleanField("sửa tay", default=False, editable=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu"
        ordering = ("criterion__criteria_set", "position")
        constraints = [
            models.UniqueConstraint(fields=["criterion", "number"], name="indicator_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    def clean(self) -> None:
        with _said_of_parts():
            read_parts_of_indicator(self.parts)


class Threshold(models.Model):
    """What an indicator must reach. An amendment is a new row with its own dates, not an edit.

    ``value`` is empty where the level is not a number ("Đạt") or not known; ``parts`` are compound
    conditions that must all hold: [{"part": key in the indicator's parts, "comparison", "threshold",
    "condition": "c > 3" or missing}]. With ``base`` the level is ``value`` times that of the base. An own row
    of a province is what its office confirmed, at the national level or a stricter one.
    """

    class Comparison(models.TextChoices):
        AT_LEAST = ">=", "≥"
        AT_MOST = "<=", "≤"
        MET = "dat", "đạt"

    class Provenance(models.TextChoices):
        VERIFIED = "verified", "đã đối chiếu"
        UNVERIFIED = "unverified", "chưa đối chiếu"
        OFFICE = "office", "văn phòng xác nhận"

    class IfAbsent(models.TextChoices):
        ASK = "", "người kết luận"
        MET = "met", "tính là đạt"
        NOT_MET = "not_met", "tính là chưa đạt"

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="thresholds", verbose_name="chỉ tiêu"
    )
    province = models.ForeignKey(
        Province, models.CASCADE, null=True, blank=True, verbose_name="tỉnh", help_text="Mức riêng của tỉnh"
    )
    scope = models.CharField(
        "vùng hoặc nhóm xã", max_length=20, help_text="Mã vùng, ví dụ TDMNPB; hoặc chung"
    )
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    comparison = models.CharField("so sánh", max_length=4, choices=Comparison)
    value = models.DecimalField("mức số", max_digits=18, decimal_places=4, null=True, blank=True)
    value_text = models.CharField("mức bằng chữ", max_length=300, blank=True)
    parts = models.JSONField("trong đó", default=list, blank=True)
    base = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="số lần mức đạt của chỉ tiêu",
    )
    if_absent = models.CharField("khi không có", max_length=8, choices=IfAbsent, default="", blank=True)
    set_by = models.CharField("cơ quan quy định", max_length=200, blank=True)
    legal_reference = models.CharField("căn cứ", max_length=300, blank=True)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết", null=True, blank=True)
    provenance = models.CharField("độ tin cậy", max_length=10, choices=Provenance)
    source = models.TextField("nguồn", blank=True)
    edited_by_hand = models.BooleanField("sửa tay", default=False, editable=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mức đạt"
        ordering = ("indicator", "scope", "year", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "scope", "valid_from"],
                condition=Q(province=None, year=None),
                name="threshold_national_unique",
                violation_error_message=THRESHOLD_TWICE,
            ),
            models.UniqueConstraint(
                fields=["indicator", "scope", "year", "valid_from"],
                condition=Q(province=None, year__isnull=False),
                name="threshold_national_year_unique",
                violation_error_message=THRESHOLD_TWICE,
            ),
            models.UniqueConstraint(
                fields=["indicator", "province", "scope", "valid_from"],
                condition=Q(province__isnull=False, year=None),
                name="threshold_province_unique",
                violation_error_message=THRESHOLD_TWICE,
            ),
            models.UniqueConstraint(
                fields=["indicator", "province", "scope", "year", "valid_from"],
                condition=Q(province__isnull=False, year__isnull=False),
                name="threshold_province_year_unique",
                violation_error_message=THRESHOLD_TWICE,
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.indicator.number} {self.scope} {self.get_comparison_display()} {self.value_text}".strip()
        )

    def clean(self) -> None:
        """The scope is known, the figure can be, the parts can be read and are those of the indicator."""
        if self._state.adding and not self._has_known_scope():
            known = ", ".join(SCOPE_NAMES)
            raise ValidationError(
                {"scope": f"Không có vùng, nhóm xã “{self.scope}”. Ghi một trong: {known}."}
            )
        self._check_value()
        with _said_of_parts():
            levels = read_levels_of_parts(self.parts)
            if levels and self.indicator_id:
                check_levels(levels, read_parts_of_indicator(self.indicator.parts))

    def _has_known_scope(self) -> bool:
        """What is misspelt would never count. A province may lie in a region of a later decision."""
        return self.scope in SCOPE_NAMES or Province.objects.filter(region=self.scope).exists()

    def _check_value(self) -> None:
        """With a base it is a factor."""
        if self.value is None or not self.indicator_id:
            return
        try:
            check_figure(self.value, Kind.AMOUNT if self.base_id else Kind(self.indicator.kind))
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from None


@contextmanager
def _said_of_parts() -> Iterator[None]:
    try:
        yield
    except BadPartsError as error:
        raise ValidationError({"parts": str(error)}) from None


class Band(models.Model):
    """A class of communes by how many criteria they meet ("15-18"); a province may have its own."""

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="bands", verbose_name="bộ tiêu chí"
    )
    province = models.ForeignKey(Province, models.CASCADE, null=True, blank=True, verbose_name="tỉnh")
    lowest = models.PositiveSmallIntegerField("từ")
    highest = models.PositiveSmallIntegerField("đến")
    label = models.CharField("tên nhóm", max_length=60)

    objects = BandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhóm xã theo số tiêu chí"
        ordering = ("criteria_set", "-lowest")
        constraints = [
            models.CheckConstraint(
                condition=Q(highest__gte=F("lowest")),
                name="band_lowest_first",
                violation_error_message="Số đầu không được lớn hơn số cuối.",
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "lowest"],
                condition=Q(province=None),
                name="band_national_unique",
                violation_error_message=BAND_TWICE,
            ),
            models.UniqueConstraint(
                fields=["criteria_set", "province", "lowest"],
                condition=Q(province__isnull=False),
                name="band_province_unique",
                violation_error_message=BAND_TWICE,
            ),
        ]

    def __str__(self) -> str:
        return self.label
