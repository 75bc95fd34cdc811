"""What a reader may ask for."""

from datetime import date
from typing import Any

from django import forms

from criteria.forms_periods import DayField

from .services.history import Asked, Kind
from .services.history_choices import COMMUNE, DISTRICT, HistoryChoices

KINDS = {
    Kind.RESULTS: "kết quả của các kỳ",
    Kind.EVIDENCE: "minh chứng",
    Kind.PLANS: "số liệu kế hoạch",
    Kind.MOVES: "gửi, trả lại, chốt",
    Kind.RETURNS: "trả lại",
}
OF_ACCOUNTS = (Kind.ACCOUNTS, "đặt lại mật khẩu")


def _input(size: int) -> forms.TextInput:
    return forms.TextInput(attrs={"size": size})


class HistoryForm(forms.Form):
    """All in the address. ``truoc`` and ``sau``: the act a page goes on from; ``lan``: one act by itself."""

    q = forms.CharField(label="Tìm, không cần dấu", required=False, max_length=100, widget=_input(20))
    nguoi = forms.CharField(label="Người", required=False, max_length=100, widget=_input(14))
    donvi = forms.ChoiceField(label="Đơn vị", required=False)
    bang = forms.ChoiceField(label="Kỳ hoặc kế hoạch", required=False)
    so = forms.RegexField(
        r"^\s*\d{1,2}(\.\d{1,2})?\s*$",
        label="Tiêu chí, chỉ tiêu",
        required=False,
        widget=_input(5),
        error_messages={"invalid": "Ghi số tiêu chí như 7 hoặc chỉ tiêu như 2.1."},
    )
    loai = forms.ChoiceField(label="Việc", required=False)
    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)
    lan = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    truoc = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    sau = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any, choices: HistoryChoices, *, manages: bool) -> None:
        super().__init__(data)
        self.choices = choices
        kinds = [(str(kind), words) for kind, words in (*KINDS.items(), *([OF_ACCOUNTS] if manages else []))]
        self.fields["donvi"].choices = [("", "tất cả"), *choices.units]
        self.fields["bang"].choices = [("", "tất cả"), *choices.table_choices]
        self.fields["loai"].choices = [("", "tất cả"), *kinds]
        for name in ("tu", "den"):
            self.fields[name].widget.attrs["size"] = 10

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("tu"), given.get("den")
        if first and last and last < first:
            self.add_error("den", "Ngày cuối không được trước ngày đầu.")
        return given

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        kind, pk = given["donvi"][:1], given["donvi"][1:]
        return Asked(
            text=given["q"],
            person=given["nguoi"],
            district=int(pk) if kind == DISTRICT else None,
            commune=int(pk) if kind == COMMUNE else None,
            table=self.choices.tables.get(given["bang"]),
            number=given["so"].strip(),
            kind=Kind(given["loai"]) if given["loai"] else None,
            first=given["tu"],
            last=given["den"],
            act=given["lan"],
        )

    @property
    def said(self) -> str:
        """What it is narrowed to, in words; empty where it is not."""
        given = self.cleaned_data
        words = {name: _words(self.fields[name], value) for name, value in given.items() if value}
        parts = (
            ("q", "có “{}”"),
            ("nguoi", "của người tên “{}”"),
            ("donvi", "{}"),
            ("bang", "{}"),
            ("so", "tiêu chí, chỉ tiêu {}"),
            ("loai", "{}"),
            ("tu", "từ {}"),
            ("den", "đến {}"),
            ("lan", "một lần lưu"),
        )
        return ", ".join(words_of.format(words[name]) for name, words_of in parts if name in words)


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(field, forms.ChoiceField):
        groups = (words if isinstance(words, list) else [(key, words)] for key, words in field.choices)
        return next(words for group in groups for key, words in group if key == value)
    return str(value)
