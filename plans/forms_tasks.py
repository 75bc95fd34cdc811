"""What people send about the tasks of plans."""

from datetime import date
from typing import Any

from django import forms

from criteria.forms_periods import DayField

from .services.task_page import STANDINGS, TaskChoices, Wanted
from .services.tasks import Mark, TaskItem

ALL = ("", "tất cả")
_LONGEST = 48  # letters of an agency in the list to choose from


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


class TaskFilterForm(forms.Form):
    """All in the address. What no task has is an error, not an empty list."""

    kehoach = forms.ChoiceField(label="Kế hoạch", required=False)
    quy = forms.ChoiceField(label="Quý đến hạn", required=False)
    loc = forms.ChoiceField(label="Tình trạng", required=False, choices=[ALL, *STANDINGS.items()])
    chutri = forms.ChoiceField(label="Chủ trì, thành phần", required=False)
    xa = forms.ChoiceField(label="Xã", required=False)

    _UNKNOWN = "Không nhiệm vụ nào có lựa chọn này."

    def __init__(self, data: Any, choices: TaskChoices, *, of_one_plan: bool) -> None:
        super().__init__(data)
        self.fields["kehoach"].choices = [ALL, *choices.plans]
        self.fields["quy"].choices = [ALL, *choices.quarters]
        self.fields["chutri"].choices = [ALL, *((key, _short(words)) for key, words in choices.leads)]
        self.fields["xa"].choices = [ALL, *choices.communes]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = self._UNKNOWN
        if of_one_plan:
            del self.fields["kehoach"]

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given.get("kehoach", ""), given["quy"], given["loc"], given["chutri"], given["xa"])

    @property
    def said(self) -> str:
        """What it is narrowed to, in words; empty where it is not."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return ", ".join(str(dict(self.fields[name].choices)[value]) for name, value in given.items())


class WordForm(forms.Form):
    """Something said of a task. ``seen`` is the revision of it that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def look_again(self, item: TaskItem) -> None:
        """Somebody else was faster: the person sees that and may send the form once more."""
        self.add_error(None, "Chưa lưu: có người vừa ghi khác về nhiệm vụ này. Hãy xem lại rồi lưu.")
        self.data = self.data.copy()
        self.data["seen"] = str(item.revision)


class MarkForm(WordForm):
    """That a task is done."""

    done_on = DayField(label="Xong ngày")
    document = forms.CharField(
        label="Số, ký hiệu văn bản",
        required=False,
        max_length=100,
        help_text="Ví dụ 12/NQ-HĐND ngày 08/12/2023. Để trống nếu việc không ra văn bản.",
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, item: TaskItem, *args: Any, **kwargs: Any) -> None:
        self.today = item.today
        said = item.completion
        given = {"seen": item.revision, "done_on": said.done_on if said else item.today}
        if said:
            given |= {"document": said.document, "note": said.note}
        super().__init__(*args, initial=given, **kwargs)

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > self.today:
            raise forms.ValidationError(f"Ngày xong không được sau hôm nay ({self.today:%d/%m/%Y}).")
        return day

    @property
    def mark(self) -> Mark:
        given = self.cleaned_data
        return Mark(given["done_on"], given["document"], given["note"])


class UnmarkForm(WordForm):
    """That it is not done after all."""

    reason = forms.CharField(
        label="Lý do bỏ đánh dấu",
        max_length=200,
        error_messages={"required": "Ghi lý do, lịch sử sẽ giữ lại."},
    )
