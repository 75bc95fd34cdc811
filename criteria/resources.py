"""Lists to bring in and take out: thresholds of an office's own or checked by it, periods, recognitions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from import_export.fields import Field

from communes.models import Commune, Province
from ntm.access import own_rows
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

from .domain.part_levels import BadPartsError, read_levels_of_parts
from .domain.part_levels_text import read_part_levels, write_part_levels
from .domain.recognitions import day_refusal, domains_refusal
from .domain.stages import STAGE_NAMES
from .models import CriteriaSet, Indicator, Recognition, ReportingPeriod, Threshold
from .services.recognition_units import existed_on, units_day
from .services.recognitions import ListAct

SET, DECIDED_ON = "Bộ tiêu chí", "Ngày quyết định"
STAGES = [(str(stage), name) for stage, name in STAGE_NAMES.items()]


class PartsWidget(TextWidget):
    """The levels of parts in one cell. What is stored wrongly goes out as such, and is refused."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return read_part_levels(str(value or ""))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        try:
            return write_part_levels(read_levels_of_parts(value or []))
        except BadPartsError as error:
            return f"(ghi sai: {error})"


class BaseWidget(TextWidget):
    """An indicator of any set, "xa-ntm-nang-cao-2021-2025 10": the level is so many times that one's."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        code, _, number = super().clean(value).rpartition(" ")
        if not number:
            return None
        found = Indicator.objects.named(code, number)
        if found is None:
            raise ValueError(f"Không có chỉ tiêu “{value}”: ghi mã bộ tiêu chí, dấu cách, số chỉ tiêu.")
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value.criterion.criteria_set.code} {value.number}" if value else ""


class ThresholdResource(HandResource):
    """An indicator is named by its set and its number there, and so is one that a level is based on."""

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
    parts = Field("parts", "Trong đó", PartsWidget())
    base = Field("base", "Số lần mức của chỉ tiêu", BaseWidget())
    if_absent = Field("if_absent", "Khi không có", LabelWidget(Threshold.IfAbsent.choices))
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
            "parts",
            "base",
            "if_absent",
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


class CommuneThenWidget(RowWidget):
    """A commune by its code on the day of the decision: codes were given again to other units."""

    def __init__(self) -> None:
        super().__init__(Commune, digits=5)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        code, day = self.reader.clean(value), DayWidget().clean((row or {}).get(DECIDED_ON))
        if not code or day is None:
            raise ValueError("Cần mã xã và ngày quyết định.")
        for commune in own_rows(Commune.objects.of_code(code), self.user):
            if existed_on(commune, units_day(commune.province, day)):
                return commune
        raise ValueError(f"Không có xã mã {code} vào ngày {day:%d/%m/%Y} trong phạm vi của bạn.")


class DomainsWidget(TextWidget):
    """Fields by their names, with semicolons between."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        known = LabelWidget(Recognition.Domain.choices)
        parts = [part.strip() for part in super().clean(value).split(";")]
        return Recognition.Domain.in_order([known.clean(part) for part in parts if part])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(Recognition(domains=value or []).domain_names)


class RecognitionResource(HandResource):
    """The register of recognitions. What a list changes stands in the history as what a page changes."""

    commune = Field("commune", "Mã xã", CommuneThenWidget())
    name = Field("commune__name", "Tên xã", TextWidget(), readonly=True)
    level = Field("level", "Mức công nhận", LabelWidget(Recognition.Level.choices))
    number = Field("number", "Số quyết định", TextWidget())
    decided_on = Field("decided_on", DECIDED_ON, DayWidget())
    year = Field("year", "Năm", WholeWidget())
    signer = Field("signer", "Người ký", TextWidget())
    criteria_set = Field("criteria_set", SET, RowWidget(CriteriaSet))
    domains = Field("domains", "Lĩnh vực nổi trội", DomainsWidget())
    state = Field("state", "Tình trạng", LabelWidget(Recognition.State.choices))
    ended_number = Field("ended_number", "Số quyết định thu hồi, thay thế", TextWidget())
    ended_on = Field("ended_on", "Ngày thu hồi, thay thế", DayWidget())
    ended_reason = Field("ended_reason", "Lý do", TextWidget())
    note = Field("note", "Ghi chú", TextWidget())

    class Meta:
        model = Recognition
        name = "Công nhận"
        import_id_fields = ("commune", "level", "number", "decided_on")
        fields = (
            "commune", "name", "level", "number", "decided_on", "year", "signer", "criteria_set", "domains",
            "state", "ended_number", "ended_on", "ended_reason", "note",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("commune__province", "criteria_set")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.act = ListAct(self.user, kwargs.get("address"))

    def validate_instance(self, instance: Any, errors: Any = None, validate_unique: bool = True) -> None:
        """As the pages refuse it, beside what could not be read."""
        instance.state = instance.state or Recognition.State.VALID
        refusals = {
            "decided_on": day_refusal(instance.decided_on, localdate()) if instance.decided_on else "",
            "domains": domains_refusal(instance.level, instance.domains),
        }
        refused = {name: ValidationError(words) for name, words in refusals.items() if words}
        if instance.changeset_id is None:
            instance.changeset = self.act.changeset
        super().validate_instance(instance, refused | (errors or {}), validate_unique)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        self.act.stamp(instance)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        self.act.record(instance)
