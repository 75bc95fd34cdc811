"""Administrative units, each with its period of validity.

The district level ended on 1/7/2025 (NQ 1661 and 1681/NQ-UBTVQH15) and codes were given again to other
units, so a unit is known by its own id, or by code and date, never by its code alone.
"""

from django.db import models
from django.db.models import F, Q

from ntm.fields import FoldedField

from .querysets import AliasQuerySet, CommuneQuerySet, DistrictQuerySet, ProvinceQuerySet, StatusQuerySet

IN_ORDER = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
NOT_IN_ORDER = "Ngày kết thúc không được trước ngày bắt đầu."
SPELLING_TWICE = "Đơn vị này đã có cách viết đó."


class Unit(models.Model):
    """What provinces, districts and communes share: type and name apart, official order, folded name."""

    code = models.CharField("mã", max_length=5, help_text="Mã đơn vị hành chính, giữ số 0 ở đầu")
    name = models.CharField("tên", max_length=100)
    sort_order = models.PositiveIntegerField("thứ tự", default=0)
    search_name = FoldedField("tên không dấu", source="name")
    edited_by_hand = models.BooleanField(
        "sửa tay", default=False, editable=False, help_text="Dòng đã sửa tay không bị load_reference ghi đè"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Type and name as in running text: "xã Ẳng Cang"."""
        return f"{self.get_type_display()} {self.name}"

    @property
    def title(self) -> str:
        """Type and name at the start of a line or cell: "Xã Ẳng Cang"."""
        full = self.full_name
        return full[:1].upper() + full[1:]


class Province(Unit):
    class Type(models.TextChoices):
        PROVINCE = "tinh", "tỉnh"
        CITY = "thanh_pho", "thành phố"

    type = models.CharField("loại", max_length=10, choices=Type, default=Type.PROVINCE)
    region = models.CharField("vùng", max_length=10, help_text="Mã vùng trong bộ tiêu chí, ví dụ TDMNPB")

    objects = ProvinceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tỉnh"
        ordering = ("sort_order", "code")
        constraints = [models.UniqueConstraint(fields=["code"], name="province_code_unique")]


class DatedUnit(Unit):
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True, help_text="Để trống: còn hiệu lực")

    class Meta:
        abstract = True


class District(DatedUnit):
    class Type(models.TextChoices):
        RURAL = "huyen", "huyện"
        TOWN = "thi_xa", "thị xã"
        CITY = "thanh_pho", "thành phố"

    province = models.ForeignKey(Province, models.PROTECT, related_name="districts", verbose_name="tỉnh")
    type = models.CharField("loại", max_length=10, choices=Type)

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "huyện"
        ordering = ("province__sort_order", "sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="district_code_from_unique"),
            models.CheckConstraint(
                condition=IN_ORDER, name="district_valid_period", violation_error_message=NOT_IN_ORDER
            ),
        ]


class Commune(DatedUnit):
    class Type(models.TextChoices):
        COMMUNE = "xa", "xã"
        WARD = "phuong", "phường"
        TOWNSHIP = "thi_tran", "thị trấn"

    province = models.ForeignKey(Province, models.PROTECT, related_name="communes", verbose_name="tỉnh")
    type = models.CharField("loại", max_length=10, choices=Type)
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, related_name="successors", blank=True, verbose_name="hình thành từ"
    )
    note = models.TextField("ghi chú", blank=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "xã, phường, thị trấn"
        ordering = ("province__sort_order", "sort_order", "code")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="commune_code_from_unique"),
            models.CheckConstraint(
                condition=IN_ORDER, name="commune_valid_period", violation_error_message=NOT_IN_ORDER
            ),
        ]


class CommuneStatus(models.Model):
    """What changes with time about a commune; its rows do not overlap. None of a yes/no field: not known."""

    class AreaClass(models.TextChoices):
        I = "I", "khu vực I"  # noqa: E741  (the class's own name in QĐ 861/QĐ-TTg)
        II = "II", "khu vực II"
        III = "III", "khu vực III"

    class Group(models.TextChoices):
        """By which levels vary in the sets since 2026 (QĐ 51/2025/QĐ-TTg)."""

        ONE = "nhom_1", "nhóm 1"
        TWO = "nhom_2", "nhóm 2"
        THREE = "nhom_3", "nhóm 3"

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="statuses", verbose_name="xã")
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="commune_statuses", verbose_name="huyện"
    )
    in_programme = models.BooleanField("thuộc Chương trình NTM", default=True)
    area_class = models.CharField("khu vực", max_length=3, choices=AreaClass, blank=True)
    is_extremely_difficult = models.BooleanField("đặc biệt khó khăn", null=True, blank=True)
    is_atk = models.BooleanField("an toàn khu", null=True, blank=True)
    commune_group = models.CharField("nhóm xã", max_length=6, choices=Group, blank=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "tình trạng của xã"
        ordering = ("commune", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["commune", "valid_from"], name="commune_status_from_unique"),
            models.CheckConstraint(
                condition=IN_ORDER, name="commune_status_valid_period", violation_error_message=NOT_IN_ORDER
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune} từ {self.valid_from:%d/%m/%Y}"


class Alias(models.Model):
    """Another spelling under which a unit arrives in sheets; compared inside its district only."""

    class Kind(models.TextChoices):
        STATISTICS = "statistics", "danh mục thống kê"
        DAMAGED = "damaged", "viết sai đã gặp"
        FORMER = "former", "tên cũ"
        OFFICE = "office", "do văn phòng thêm"

    district = models.ForeignKey(
        District, models.CASCADE, null=True, blank=True, related_name="aliases", verbose_name="huyện"
    )
    commune = models.ForeignKey(
        Commune, models.CASCADE, null=True, blank=True, related_name="aliases", verbose_name="xã"
    )
    name = models.CharField("cách viết", max_length=100)
    kind = models.CharField("nguồn", max_length=12, choices=Kind, default=Kind.OFFICE)

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cách viết khác"
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(district=None, commune__isnull=False) | Q(district__isnull=False, commune=None),
                name="alias_of_one_unit",
                violation_error_message="Chọn một huyện hoặc một xã, không chọn cả hai.",
            ),
            models.UniqueConstraint(
                fields=["district", "name"],
                condition=Q(commune=None),
                name="alias_district_name_unique",
                violation_error_message=SPELLING_TWICE,
            ),
            models.UniqueConstraint(
                fields=["commune", "name"],
                condition=Q(district=None),
                name="alias_commune_name_unique",
                violation_error_message=SPELLING_TWICE,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit(self) -> District | Commune:
        return self.commune or self.district
