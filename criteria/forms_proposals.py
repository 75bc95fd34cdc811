"""What the page of proposals is asked for, and what it sends: cells as the person saw them."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from communes.models import Commune, District

from .domain.proposals import TAB_NAMES, Tab
from .services.proposals import Asked
from .services.proposals_acts import Seen
from .services.proposals_page import Typed
from .services.results import MAX_REASON
from .services.sheets import Sheet

_SEEN = re.compile(
    r"(?P<commune>[\w-]{1,40})/(?P<key>[\w.]{1,9}):(?P<version>\d{1,9}):(?P<ground>[0-9a-f]{8})"
)
MAX_CELLS = 20_000
REASON, BEFORE = "ly-do ", "cu "  # of the fields of a row: the reason, and the one that was stored


class ProposalsForm(forms.Form):
    """All of it in the address. A commune outside the chosen district is left out: that was changed."""

    xem = forms.ChoiceField(required=False, choices=list(TAB_NAMES.items()), widget=forms.HiddenInput)
    huyen = forms.ChoiceField(label="Huyện", required=False)
    xa = forms.ChoiceField(label="Xã", required=False)
    tieuchi = forms.ChoiceField(label="Tiêu chí", required=False)
    trang = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, sheet: Sheet, communes: Sequence[Commune], districts: Sequence[District], data: QueryDict
    ) -> None:
        self.districts = {district.code: district for district in districts}
        self.communes = {commune.code: commune for commune in communes}
        offered = dict(self._commune_choices(data.get("huyen", "")))
        commune = data.get("xa", "")
        super().__init__(data if commune in offered or commune not in self.communes else _without(data, "xa"))
        self._offer("huyen", [(code, district.title) for code, district in self.districts.items()])
        self._offer("xa", list(offered.items()))
        self._offer("tieuchi", [(one.number, f"{one.number}. {one.short_name}") for one in sheet.criteria])

    def _commune_choices(self, code: str) -> Iterator[tuple[str, str]]:
        """Those of the chosen district, or all."""
        district = self.districts.get(code)
        for commune in self.communes.values():
            if district is None or commune.district_id == district.pk:
                yield commune.code, commune.title

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = [("", "tất cả"), *choices]
        if len(choices) < 2:
            field.widget = forms.HiddenInput()

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            tab=Tab(given["xem"]) if given["xem"] else None,
            district=self.districts.get(given["huyen"]),
            commune=self.communes.get(given["xa"]),
            criterion=given["tieuchi"],
            page=given["trang"] or 1,
        )

    @property
    def said(self) -> str:
        """What it is narrowed to, in words; empty where it is not."""
        asked = self.asked
        words = (
            asked.commune.title if asked.commune else "",
            asked.district.title if asked.district and not asked.commune else "",
            f"tiêu chí {asked.criterion}" if asked.criterion else "",
        )
        return ", ".join(filter(None, words))


def _without(data: QueryDict, name: str) -> QueryDict:
    left = data.copy()
    del left[name]
    return left


class AcceptForm(forms.Form):
    """Which proposals to take over: the ticked ones, those of a commune, or all that were shown."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sent = self.data.getlist("nhan")
        if "tat-ca" in self.data or "ca-xa" in self.data:
            only = self.data.get("ca-xa", "")
            shown = self.data.get("hien", "").split()
            sent = [one for one in shown if not only or one.startswith(f"{only}/")]
        if not sent:
            raise forms.ValidationError("Chưa chọn đề xuất nào: hãy đánh dấu vào ô ở đầu dòng.")
        given["wanted"] = [_seen(one) for one in dict.fromkeys(sent[:MAX_CELLS])]
        return given


class ReasonsForm(forms.Form):
    """The reasons that were typed anew or changed."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        typed = {
            name.removeprefix(REASON): text for name, text in self.data.items() if name.startswith(REASON)
        }
        changed = {
            _seen(name): text
            for name, text in typed.items()
            if text.strip() != self.data.get(BEFORE + name, "").strip()
        }
        wrong = {one: why for one, text in changed.items() if (why := _wrong(text))}
        self.unreadable = {one.name: Typed(changed[one], why) for one, why in wrong.items()}
        given["reasons"] = {one: text for one, text in changed.items() if one not in wrong}
        return given


def _wrong(text: str) -> str:
    """Why a reason cannot be stored; "" where it can."""
    if len(text.strip()) > MAX_REASON:
        return f"Lý do tối đa {MAX_REASON} ký tự."
    return "Có ký tự lạ không lưu được." if "\0" in text else ""


def _seen(sent: str) -> Seen:
    found = _SEEN.fullmatch(sent)
    if found is None:
        raise forms.ValidationError("Có dòng không còn trong danh sách: hãy tải lại trang và chọn lại.")
    return Seen(found["commune"], found["key"], int(found["version"]), found["ground"])
