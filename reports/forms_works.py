"""What a reader asks of the remaining works; all of it stands in the address."""

from typing import Any

from django import forms

from .domain.works import NONE, Asked, Grouping
from .services.works import Works
from .services.works_page import LIST

VIEWS = {
    Grouping.WORK: "Theo việc",
    Grouping.DISTRICT: "Theo huyện",
    Grouping.COMMUNE: "Theo xã",
    Grouping.CRITERION: "Theo tiêu chí",
    LIST: "Danh sách việc",
}


def _hidden(max_length: int) -> forms.CharField:
    return forms.CharField(required=False, max_length=max_length, widget=forms.HiddenInput)


class WorksForm(forms.Form):
    """``xa``, ``viec``, ``dvt`` and ``chua`` come with the links of the page, the rest is chosen."""

    huyen = forms.ChoiceField(label="Huyện", required=False)
    tieuchi = forms.ChoiceField(label="Tiêu chí", required=False)
    bieu = forms.ChoiceField(label="Biểu", required=False)
    theo = forms.ChoiceField(required=False, choices=list(VIEWS.items()), widget=forms.HiddenInput)
    xa = _hidden(5)
    viec = _hidden(200)
    dvt = _hidden(60)
    chua = forms.BooleanField(required=False, widget=forms.HiddenInput)
    trang = forms.IntegerField(required=False, min_value=1)

    def __init__(self, data: Any, works: Works) -> None:
        super().__init__(data)
        districts = [(one.code, one.title) for one in works.districts]
        if any(item.district is None for item in works.items):
            districts.append((NONE, "Xã không thuộc huyện"))
        topics = [(str(one.id), one.title(several=works.sets > 1)) for one in works.topics]
        if any(item.topic is None for item in works.items):
            topics.append((NONE, "Không rõ tiêu chí"))
        annexes = [(annex.label, annex.label) for annex in works.annexes]
        for name, choices in (("huyen", districts), ("tieuchi", topics), ("bieu", annexes)):
            self.fields[name].choices = [("", "tất cả"), *choices]
            self.fields[name].error_messages["invalid_choice"] = "Không có trong các việc bạn xem được."
            if len(choices) < 2:
                self.fields[name].widget = forms.HiddenInput()

    @property
    def view(self) -> str:
        return self.cleaned_data["theo"] or Grouping.WORK

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        return Asked(
            district=given["huyen"],
            commune=given["xa"],
            topic=given["tieuchi"],
            source=given["bieu"],
            what=_named(given["viec"]),
            unit=_named(given["dvt"]),
            uncounted=given["chua"],
        )

    @property
    def page(self) -> int:
        return self.cleaned_data["trang"] or 1


def _named(text: str) -> str | None:
    return "" if text == NONE else text or None
