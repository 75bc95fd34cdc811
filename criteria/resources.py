"""Lists to bring in and take out: an office's own thresholds, or those it has checked; reporting periods."""

from typing import Any

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

from .domain.stages import STAGE_NAMES
from .models import CriteriaSet, Indicator, ReportingPeriod, Threshold

SET = "Bộ tiêu chí"
STAGES = [(str(stage), name) for stage, name in STAGE_NAMES.items()]


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


class PeriodResource(HandResource):
    """The periods of a province; what has results is refused as in every form."""

    province = Field("province", "Mã tỉnh", RowWidget(Province, digits=2))
    code = Field("code", "Mã kỳ", TextWidget())
    name = Field("name", "Tên kỳ", TextWidget())
    kind = Field("kind", "Loại kỳ", LabelWidget(ReportingPeriod.Kind.choices))
    criteria_set = Field("criteria_set", SET, RowWidget(CriteriaSet))
    first_day = Field("first_day", "Từ ngày", DayWidget())
    last_day = Field("last_day", "Đến ngày", DayWidget())
    opens_on = Field("opens_on", "Mở nhập từ", DayWidget())
    due_on = Field("due_on", "Hạn gửi", DayWidget())
    closes_on = Field("closes_on", "Đóng sau ngày", DayWidget())
    official_stage = Field("official_stage", "Bước tính chính thức", LabelWidget(STAGES))

    class Meta:
        model = ReportingPeriod
        name = "Kỳ đánh giá"
        import_id_fields = ("province", "code")
        fields = (
            "province", "code", "name", "kind", "criteria_set", "first_day", "last_day", "opens_on", "due_on",
            "closes_on", "official_stage",
        )  # fmt: skip

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Nothing: a period is never shipped, so it need not be marked as a person's."""
