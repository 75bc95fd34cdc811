"""What people send about periods, and about whole units of a sheet: send, return, lock, take over."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from .domain.periods import NUMBERS, Proposal, propose, propose_up_to
from .domain.stages import STAGE_NAMES, Action, Stage
from .models import ReportingPeriod
from .services.submissions import MAX_REASON

DAY = {"invalid": "Ngày này không có, hoặc chưa theo mẫu 25/06/2026.", "required": "Điền ngày."}
Kind = ReportingPeriod.Kind


class DayField(forms.DateField):
    """A day typed dd/mm/yyyy."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"}
        )
        super().__init__(widget=widget, error_messages=DAY, **kwargs)


class ProposalForm(forms.Form):
    """Type and year of a period: from these its name and days follow."""

    loai = forms.ChoiceField(label="Loại kỳ", choices=Kind.choices)
    nam = forms.IntegerField(
        label="Năm",
        min_value=2010,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Viết năm bằng bốn chữ số."),
    )
    so = forms.TypedChoiceField(
        label="Tháng hoặc quý thứ",
        choices=[(number, number) for number in range(1, 13)],
        coerce=int,
        empty_value=1,
        required=False,
    )
    den = DayField(label="Đến ngày (của kỳ “đến một ngày”)", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number = given.get("so") or 1
        if given.get("loai") in NUMBERS and number > NUMBERS[given["loai"]]:
            self.add_error("so", "Một năm có bốn quý: chọn từ 1 đến 4.")
        if given.get("loai") == Kind.UP_TO and not given.get("den") and "den" not in self.errors:
            self.add_error("den", "Điền ngày cuối của kỳ.")
        return given

    @property
    def proposal(self) -> Proposal:
        given = self.cleaned_data
        if given["loai"] == Kind.UP_TO:
            return propose_up_to(given["den"])
        number = given["so"] or 1
        return propose(given["loai"], given["nam"], number if given["loai"] in NUMBERS else 1)


class PeriodForm(forms.ModelForm):
    """A period. What results hang on is shown and cannot be changed; the model refuses it as well."""

    class Meta:
        model = ReportingPeriod
        fields = (
            "province", "kind", "name", "code", "criteria_set", "official_stage", "first_day", "last_day",
            "opens_on", "due_on", "closes_on",
        )  # fmt: skip
        field_classes = dict.fromkeys(("first_day", "last_day", "opens_on", "due_on", "closes_on"), DayField)

    def __init__(self, provinces: Any, *args: Any, in_use: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces
        if len(provinces) == 1:
            self.fields["province"].initial = provinces[0]
            self.fields["province"].widget = forms.HiddenInput()
        for name in ("province", "code", "criteria_set") if in_use else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = "Kỳ đã có số liệu nên không đổi được."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A unit that was ticked: its key in the page, and the revision of its state the person saw."""

    key: str
    revision: int


class MoveForm(forms.Form):
    """One act for all ticked units. ``known``: the keys of the units on the page."""

    TAKE = "take"
    ACTIONS = (*(action.value for action in Action), TAKE)

    action = forms.ChoiceField(choices=[(action, action) for action in ACTIONS])
    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=MAX_REASON,
        required=False,
        error_messages={"max_length": f"Lý do tối đa {MAX_REASON} ký tự."},
    )
    tu = forms.ChoiceField(
        label="Lấy số liệu từ bước",
        choices=[(str(stage), STAGE_NAMES[stage]) for stage in Stage],
        required=False,
    )
    sure = forms.BooleanField(required=False)

    def __init__(self, known: Collection[str], stage: Stage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.stage = known, stage

    @property
    def ticked(self) -> list[str]:
        """Keys as sent, for showing the page again."""
        return [value.rpartition(":")[0] for value in self.data.getlist("unit")] if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["units"] = [self._chosen(value) for value in dict.fromkeys(self.data.getlist("unit"))]
        if not given["units"]:
            raise forms.ValidationError("Chưa chọn đơn vị nào: hãy đánh dấu vào ô ở đầu dòng.")
        if given.get("action") == Action.RETURN and not given.get("reason"):
            self.add_error("reason", "Viết lý do trả lại, để nơi gửi biết phải sửa gì.")
        if given.get("action") == self.TAKE and given.get("tu") in ("", None, str(self.stage)):
            self.add_error("tu", "Chọn bước để lấy số liệu.")
        return given

    def _chosen(self, value: str) -> Chosen:
        key, _, revision = value.rpartition(":")
        if key not in self.known or not re.fullmatch("[0-9]{1,9}", revision):
            raise forms.ValidationError("Có đơn vị không còn trong bảng: hãy chọn lại.")
        return Chosen(key, int(revision))


def default_year(today: date) -> int:
    """Of the reporting period the day lies in: from 15 December on that of the next year."""
    return today.year + (today.month == 12 and today.day > 14)
