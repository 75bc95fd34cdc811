"""Units as lists to bring in and take out. The key is code and first day: codes are given again."""

from import_export.fields import Field

from ntm.resources import (
    CodeWidget,
    DayWidget,
    HandResource,
    LabelWidget,
    RowWidget,
    TextWidget,
    WholeWidget,
)

from .models import Alias, Commune, District, Province

FROM, UNIT_FROM = "Có từ ngày", "Đơn vị có từ ngày"


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
