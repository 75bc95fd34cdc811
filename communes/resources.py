"""Units as lists to bring in and take out. The key is code and first day: codes are given again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from ntm.admin import mark_edited
from ntm.resources import (
    CodeWidget,
    DayWidget,
    HandResource,
    LabelWidget,
    RowWidget,
    TextWidget,
    WholeWidget,
    YesNoWidget,
)

from .models import Alias, Commune, CommuneStatus, District, Province

FROM, UNIT_FROM, DISTRICT_FROM = "Có từ ngày", "Đơn vị có từ ngày", "Huyện có từ ngày"


class ProvinceResource(HandResource):
    code = Field("code", "Mã", CodeWidget(2))
    type = Field("type", "Loại", LabelWidget(Province.Type.choices))
    name = Field("name", "Tên", TextWidget())
    region = Field("region", "Vùng", TextWidget())
    sort_order = Field("sort_order", "Thứ tự", WholeWidget())

    class Meta:
        model = Province
        name = "Tỉnh"
        import_id_fields = ("code",)
        fields = ("code", "type", "name", "region", "sort_order")


class DistrictResource(HandResource):
    code = Field("code", "Mã", CodeWidget(3))
    valid_from = Field("valid_from", FROM, DayWidget())
    valid_to = Field("valid_to", "Đến hết ngày", DayWidget())
    type = Field("type", "Loại", LabelWidget(District.Type.choices))
    name = Field("name", "Tên", TextWidget())
    province = Field("province", "Mã tỉnh", RowWidget(Province, digits=2))
    sort_order = Field("sort_order", "Thứ tự", WholeWidget())

    class Meta:
        model = District
        name = "Huyện"
        import_id_fields = ("code", "valid_from")
        fields = ("code", "valid_from", "valid_to", "type", "name", "province", "sort_order")


class CommuneResource(HandResource):
    code = Field("code", "Mã", CodeWidget(5))
    valid_from = Field("valid_from", FROM, DayWidget())
    valid_to = Field("valid_to", "Đến hết ngày", DayWidget())
    type = Field("type", "Loại", LabelWidget(Commune.Type.choices))
    name = Field("name", "Tên", TextWidget())
    province = Field("province", "Mã tỉnh", RowWidget(Province, digits=2))
    sort_order = Field("sort_order", "Thứ tự", WholeWidget())
    note = Field("note", "Ghi chú", TextWidget())

    class Meta:
        model = Commune
        name = "Xã, phường, thị trấn"
        import_id_fields = ("code", "valid_from")
        fields = ("code", "valid_from", "valid_to", "type", "name", "province", "sort_order", "note")


class StatusResource(HandResource):
    """What changes with time about communes: district, area class, group. One row for each period."""

    commune = Field(
        "commune", "Mã xã", RowWidget(Commune, digits=5, beside={"valid_from": (UNIT_FROM, DayWidget())})
    )
    unit_from = Field("commune__valid_from", UNIT_FROM, DayWidget(), readonly=True)
    name = Field("commune__name", "Tên xã", TextWidget(), readonly=True)
    valid_from = Field("valid_from", FROM, DayWidget())
    valid_to = Field("valid_to", "Đến hết ngày", DayWidget())
    district = Field(
        "district",
        "Mã huyện",
        RowWidget(District, digits=3, beside={"valid_from": (DISTRICT_FROM, DayWidget())}),
    )
    district_from = Field("district__valid_from", DISTRICT_FROM, DayWidget(), readonly=True)
    in_programme = Field("in_programme", "Thuộc Chương trình NTM", YesNoWidget(needed=True))
    area_class = Field("area_class", "Khu vực", LabelWidget(CommuneStatus.AreaClass.choices))
    commune_group = Field("commune_group", "Nhóm xã", LabelWidget(CommuneStatus.Group.choices))
    is_extremely_difficult = Field("is_extremely_difficult", "Đặc biệt khó khăn", YesNoWidget())
    is_atk = Field("is_atk", "An toàn khu", YesNoWidget())

    class Meta:
        model = CommuneStatus
        name = "Tình trạng của xã"
        import_id_fields = ("commune", "valid_from")
        fields = (
            "commune", "unit_from", "name", "valid_from", "valid_to", "district", "district_from",
            "in_programme", "area_class", "commune_group", "is_extremely_difficult", "is_atk",
        )  # fmt: skip

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **kwargs)
        check_alone(instance.commune_id, instance.valid_from, instance.valid_to, but=instance.pk)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing: the mark of what a person edited is the commune's."""

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        mark_edited(instance.commune)


def check_alone(commune: int | None, first: date | None, last: date | None, *, but: int | None) -> None:
    """Raises ValidationError where another status of the commune than ``but`` has a day of these."""
    if commune is None or first is None:
        return
    clash = CommuneStatus.objects.of_days(commune, first, last).exclude(pk=but).first()
    if clash:
        both = max(first, clash.valid_from)
        raise ValidationError(f"Hai tình trạng của xã chồng nhau vào ngày {both:%d/%m/%Y}.")


class AliasResource(HandResource):
    """One of the two codes says whose spelling it is; the day says which of the units that had the code."""

    commune = Field(
        "commune", "Mã xã", RowWidget(Commune, digits=5, beside={"valid_from": (UNIT_FROM, DayWidget())})
    )
    district = Field(
        "district", "Mã huyện", RowWidget(District, digits=3, beside={"valid_from": (UNIT_FROM, DayWidget())})
    )
    unit_from = Field("unit__valid_from", UNIT_FROM, DayWidget(), readonly=True)
    name = Field("name", "Cách viết", TextWidget())
    kind = Field("kind", "Nguồn", LabelWidget(Alias.Kind.choices))

    class Meta:
        model = Alias
        name = "Cách viết khác"
        import_id_fields = ("commune", "district", "name")
        fields = ("commune", "district", "unit_from", "name", "kind")
