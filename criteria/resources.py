"""Thresholds as a list to bring in and take out: an office's own levels, or those it has checked."""

from import_export.fields import Field

from communes.models import Province
from ntm.resources import (
    CodeWidget,
    DayWidget,
    FigureWidget,
    HandResource,
    LabelWidget,
    RowWidget,
    TextWidget,
    WholeWidget,
)

from .models import Indicator, Threshold

SET = "Bộ tiêu chí"


class ThresholdResource(HandResource):
    """An indicator is named by its set and its number there; compound conditions are left as they are."""

    criteria_set = Field("indicator__criterion__criteria_set__code", SET, CodeWidget(), readonly=True)
    indicator = Field(
        "indicator",
        "Chỉ tiêu",
        RowWidget(Indicator, "number", beside={"criterion__criteria_set__code": (SET, CodeWidget())}),
    )
    province = Field("province", "Mã tỉnh", RowWidget(Province, digits=2))
    scope = Field("scope", "Vùng hoặc nhóm xã", TextWidget())
    year = Field("year", "Năm", WholeWidget())
    comparison = Field("comparison", "So sánh", LabelWidget(Threshold.Comparison.choices))
    value = Field("value", "Mức số", FigureWidget())
    value_text = Field("value_text", "Mức bằng chữ", TextWidget())
    set_by = Field("set_by", "Cơ quan quy định", TextWidget())
    legal_reference = Field("legal_reference", "Căn cứ", TextWidget())
    valid_from = Field("valid_from", "Có hiệu lực từ", DayWidget())
    valid_to = Field("valid_to", "Đến hết", DayWidget())
    provenance = Field("provenance", "Độ tin cậy", LabelWidget(Threshold.Provenance.choices))
    source = Field("source", "Nguồn", TextWidget())

    class Meta:
        model = Threshold
        name = "Mức đạt"
        import_id_fields = ("indicator", "province", "scope", "year", "valid_from")
        fields = (
            "criteria_set",
            "indicator",
            "province",
            "scope",
            "year",
            "comparison",
            "value",
            "value_text",
            "set_by",
            "legal_reference",
            "valid_from",
            "valid_to",
            "provenance",
            "source",
        )
