"""What a reader asks of the list of communes that are nearly there; all of it stands in the address."""

from typing import Any

from django import forms

from criteria.domain.progress import NEAR

from .domain.nearly import ALL, FURTHER, NONE, Narrowed
from .services.nearly import Nearly


class NearlyForm(forms.Form):
    huyen = forms.ChoiceField(label="Huyện", required=False)
    thieu = forms.ChoiceField(
        label="Còn thiếu",
        required=False,
        choices=[
            ("", f"1 đến {NEAR} tiêu chí"),
            *((str(count), f"{count} tiêu chí") for count in range(1, NEAR + 1)),
            (FURTHER, f"trên {NEAR} tiêu chí"),
            (ALL, "mọi xã còn thiếu"),
        ],
    )
    tieuchi = forms.ChoiceField(label="Thiếu tiêu chí", required=False)
    trang = forms.IntegerField(required=False, min_value=1)

    def __init__(self, data: Any, found: Nearly) -> None:
        super().__init__(data)
        districts = [
            (one.code, one.title) if one else (NONE, "Xã không thuộc huyện") for one in found.districts
        ]
        self.fields["huyen"].choices = [("", "tất cả"), *districts]
        if len(districts) < 2:
            self.fields["huyen"].widget = forms.HiddenInput()
        self.fields["tieuchi"].choices = [
            ("", "bất kỳ"),
            *((one.number, f"{one.number}. {one.short_name}") for one in found.criteria),
        ]

        for name in ("huyen", "thieu", "tieuchi"):
            self.fields[name].error_messages["invalid_choice"] = "Không có trong danh sách này."

    @property
    def asked(self) -> Narrowed:
        given = self.cleaned_data
        return Narrowed(given["huyen"], given["thieu"], given["tieuchi"])

    @property
    def page(self) -> int:
        return self.cleaned_data["trang"] or 1
