"""What a reader asks of the remaining works; all of it stands in the address."""

from typing import Any

from django import forms

from .domain.works import NONE, Asked, Grouping, WorkItem
from .services.works import Works
from .services.works_page import LIST

VIEWS = {
    Grouping.WORK: "Theo việc",
    Grouping.DISTRICT: "Theo huyện",
    Grouping.COMMUNE: "Theo xã",
    Grouping.CRITERION: "Theo tiêu chí",
    LIST: "Danh sách việc",
}


def _code(item: WorkItem) -> str:
    return item.district.code if item.district else NONE


def _district(item: WorkItem) -> str:
    return item.district.title if item.district else "Xã không thuộc huyện"


def _communes(works: Works) -> list[tuple[str, Any]]:
    """Under their districts."""
    found: dict[str, dict[str, str]] = {}
    for item in works.items:
        found.setdefault(_district(item), {})[item.commune.code] = item.commune.title
    return [(district, list(communes.items())) for district, communes in found.items()]


def _hidden(max_length: int) -> forms.CharField:
    return forms.CharField(required=False, max_length=max_length, widget=forms.HiddenInput)


class WorksForm(forms.Form):
    """``theo``, ``viec``, ``dvt`` and ``chua`` come with the links of the page, the rest is chosen."""

    huyen = forms.ChoiceField(label="Huyện", required=False)
    xa = forms.ChoiceField(label="Xã", required=False)
    tieuchi = forms.ChoiceField(label="Tiêu chí", required=False)
    bieu = forms.ChoiceField(label="Biểu", required=False)
    theo = forms.ChoiceField(required=False, choices=list(VIEWS.items()), widget=forms.HiddenInput)
    viec = _hidden(200)
    dvt = _hidden(60)
    chua = forms.BooleanField(required=False, widget=forms.HiddenInput)
    trang = forms.IntegerField(required=False, min_value=1)

    def __init__(self, data: Any, works: Works) -> None:
        super().__init__(data)
        self._district_of = {item.commune.code: _code(item) for item in works.items}
        districts = {_code(item): _district(item) for item in works.items}
        topics = [(str(one.id), one.title(several=works.sets > 1)) for one in works.topics]
        if any(item.topic is None for item in works.items):
            topics.append((NONE, "Không rõ tiêu chí"))
        self._offer("huyen", list(districts.items()))
        self._offer("xa", _communes(works))
        self._offer("tieuchi", topics)
        self._offer("bieu", [(annex.label, annex.label) for annex in works.annexes])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """A field in which there is nothing to choose is not shown."""
        field = self.fields[name]
        field.choices = [("", "tất cả"), *choices]
        field.error_messages["invalid_choice"] = "Không có trong các việc bạn xem được."
        codes = [
            code for words, inside in choices for code in (inside if isinstance(inside, list) else [words])
        ]
        if len(codes) < 2:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        district, commune = given.get("huyen"), given.get("xa")
        if district and commune and self._district_of[commune] != district:
            self.add_error("xa", "Xã này không thuộc huyện đã chọn.")
        return given

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
