"""What people send about a plan as a document: its facts, sections, annexes, its issue and its follower."""

import hashlib
import json
import re
from datetime import date
from typing import Any

from django import forms

from criteria.forms_periods import DayField
from criteria.models import CriteriaSet
from ntm.text import clean

from .annexes import PLAN_ANNEXES, commune_gaps
from .annexes.registry import PlanAnnex
from .domain.text.document import lines
from .domain.text.split import split_text
from .models import Annex, Plan, PlanSection
from .services.plan_facts import ANNEX_FACTS, FACTS
from .services.plan_history import MAX_REASON, told

RESERVED = ("them",)  # beside the plans' own addresses
CHANGED = (
    "Trong lúc bạn viết, nội dung này đã được lưu thay đổi khác. Phần bạn viết còn nguyên trong các ô; "
    "xem bản đang lưu ở dưới, rồi bấm lưu lần nữa nếu vẫn muốn thay."
)
NUMBER = re.compile(r"^\d+[a-zđ]?/[\wĐ/-]+$", re.IGNORECASE)
NUMBER_SHAPE = "Viết đủ số và ký hiệu, không có dấu cách, ví dụ 176/KH-UBND."


class LinesField(forms.CharField):
    """Paragraphs, one a line; white space cleaned, blank lines left out."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"widget": self.widget})

    def clean(self, value: Any) -> str:
        return "\n".join(filter(None, (clean(line) for line in lines(super().clean(value) or ""))))


class LineField(forms.CharField):
    """One line of text, white space cleaned."""

    def clean(self, value: Any) -> str:
        return clean(super().clean(value) or "")


class YearField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), "Viết năm bằng bốn chữ số.")
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 4})
        given = {"min_value": 2010, "max_value": 2100, "widget": widget, "error_messages": errors}
        super().__init__(**given | {key: kwargs[key] for key in kwargs if key in ("label", "required")})


class SeenForm(forms.ModelForm):
    """Notices that what it shows was changed by somebody else meanwhile, and says so once.

    ``stored`` is then what is stored, by the names of the fields.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored: dict[str, str] = {}
        names = [name for name in self.fields if name != "seen"]
        self._told = told(self.instance, names) if self.instance.pk else {}
        self.fields["seen"].initial = self._mark = _mark(self._told)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.instance.pk and given.get("seen") and given["seen"] != self._mark:
            self.stored = {str(self.fields[name].label): text for name, text in self._told.items()}
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._mark
            self.add_error(None, CHANGED)
        return given


def _mark(words: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()[:16]


class YearsMixin(forms.Form):
    """Checks that the years of a plan follow one another."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last, base = (given.get(name) for name in ("first_year", "last_year", "baseline_year"))
        if first and last and last < first:
            self.add_error("last_year", "Năm cuối không thể trước năm đầu.")
        if first and base and base > first:
            self.add_error("baseline_year", "Năm gốc không thể sau năm đầu.")
        return given


class PlanForm(YearsMixin, SeenForm):
    """A plan's facts and the parts of its text that are no sections. ``in_use``: figures hang on it."""

    GROUPS = (
        ("Thông tin chung", FACTS[:11]),
        ("Phần mở đầu", ("place", "legal_bases", "opening")),
        ("Phần kết thúc", ("closing", "footnotes", "recipients")),
        ("Người ký", ("signs_for", "in_place_of", "post", "signer")),
    )
    FIXED = ("first_year", "last_year", "baseline_year", "criteria_set", "units_date")

    class Meta:
        model = Plan
        fields = FACTS
        field_classes = (
            dict.fromkeys(("date", "units_date"), DayField)
            | dict.fromkeys(("first_year", "last_year", "baseline_year"), YearField)
            | dict.fromkeys(("legal_bases", "opening", "closing", "footnotes", "recipients"), LinesField)
            | dict.fromkeys(("number", "title", "issuer", "place", "signs_for", "in_place_of"), LineField)
            | dict.fromkeys(("post", "signer"), LineField)
        )

    def __init__(self, *args: Any, in_use: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["digits"].widget.attrs["max"] = 6
        self.fields["legal_bases"].widget = forms.Textarea(attrs={"rows": 10})
        self.fields["recipients"].widget = forms.Textarea(attrs={"rows": 10})
        for name in self.FIXED if in_use else ():
            self.fields[name].disabled = True
            self.fields[name].help_text = "Biểu đã có số liệu nên không đổi được."

    def clean_digits(self) -> int:
        digits: int = self.cleaned_data["digits"]
        if digits > 6:
            raise forms.ValidationError("Nhiều nhất 6 chữ số.")
        return digits

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        number, day = given.get("number"), given.get("date")
        if number and day:
            check_number(self, self.instance, number, day)
        return given

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]


def check_number(form: forms.BaseForm, plan: Plan, number: str, day: date) -> None:
    """Adds an error where another plan of the province has the number in that year."""
    others = Plan.objects.numbered(plan.province_id, number, day.year)
    other = next((one for one in others if one.pk != plan.pk), None)
    if other:
        form.add_error("number", f"Năm {day.year} tỉnh đã có kế hoạch số này: {other.title}.")


class SlugMixin(forms.Form):
    """The address a new plan gets."""

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED or Plan.objects.filter(slug=slug).exists():
            raise forms.ValidationError("Địa chỉ này đã có kế hoạch dùng, hãy chọn địa chỉ khác.")
        return slug


SLUG = {
    "label": "Địa chỉ trên trang",
    "max_length": 60,
    "help_text": "Chữ không dấu, số và gạch nối, ví dụ dien-bien-2026. Không đổi được về sau.",
    "error_messages": {"invalid": "Chỉ dùng chữ không dấu, số và gạch nối."},
}


class NewPlanForm(SlugMixin, YearsMixin, forms.ModelForm):
    """A plan from nothing: what must be known at once. The rest is written on its page."""

    slug = forms.SlugField(**SLUG)

    class Meta:
        model = Plan
        fields = (
            *("province", "title", "issuer", "first_year", "last_year", "baseline_year", "criteria_set"),
            *("units_date", "slug"),
        )
        field_classes = (
            {"units_date": DayField, "title": LineField, "issuer": LineField}
            | dict.fromkeys(("first_year", "last_year", "baseline_year"), YearField)
        )  # fmt: skip

    def __init__(self, provinces: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["province"].queryset = provinces
        if len(provinces) == 1:
            self.fields["province"].initial = provinces[0]
            self.fields["province"].widget = forms.HiddenInput()


class NextPlanForm(SlugMixin, YearsMixin):
    """The plan that follows another one."""

    title = LineField(label="Trích yếu", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    first_year = YearField(label="Từ năm")
    last_year = YearField(label="Đến năm")
    baseline_year = YearField(label="Năm gốc")
    criteria_set = forms.ModelChoiceField(CriteriaSet.objects.all(), label="Bộ tiêu chí")
    units_date = DayField(label="Địa giới đến ngày", help_text="Các biểu liệt kê những xã có vào ngày này.")
    slug = forms.SlugField(**SLUG)


class IssueForm(forms.Form):
    """Number and date as the registry gave them."""

    number = LineField(label="Số, ký hiệu", max_length=40, help_text="Ví dụ 1986/KH-UBND")
    day = DayField(label="Ngày ban hành")

    def __init__(self, plan: Plan, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"number": plan.number, "day": plan.date}, **kwargs)
        self.plan, self.today = plan, today

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not NUMBER.match(number):
            raise forms.ValidationError(NUMBER_SHAPE)
        return number

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError("Ngày ban hành không thể sau hôm nay.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "number" in given and "day" in given:
            check_number(self, self.plan, given["number"], given["day"])
        return given


class ReasonForm(forms.Form):
    reason = LineField(
        label="Lý do",
        max_length=MAX_REASON,
        help_text="Ghi vào lịch sử, mọi người của tỉnh đọc được.",
        error_messages={
            "required": "Viết lý do đưa kế hoạch đã ban hành về dự thảo.",
            "max_length": f"Lý do tối đa {MAX_REASON} ký tự.",
        },
    )


class SectionForm(SeenForm):
    """One section of a plan's text."""

    LEVELS = ((1, "Mục (I, II, III)"), (2, "Khoản (1, 2, 3)"), (3, "Điểm (a, b, c hoặc 1.1, 1.2)"))

    level = forms.TypedChoiceField(label="Cấp", choices=LEVELS, coerce=int)

    class Meta:
        model = PlanSection
        fields = ("level", "number", "heading", "run_in", "text", "leads")
        field_classes = {"number": LineField, "heading": LineField, "text": LinesField, "leads": LinesField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["text"].widget.attrs["rows"] = 14
        self.fields["leads"].help_text = "Mỗi cơ quan một dòng; dấu gạch đầu dòng tự thêm khi in"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not (given["heading"] or given["text"] or given["leads"]):
            raise forms.ValidationError("Mục cần có tiêu đề hoặc nội dung.")
        return given


class PasteForm(forms.Form):
    """A whole text, to be taken apart into sections. ``pasted`` is what was found in it."""

    text = forms.CharField(
        label="Văn bản",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Chép từ Word cả các mục có số: I., 1., 1.1., a). Mỗi đoạn một dòng.",
        error_messages={"required": "Dán văn bản vào đây."},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.pasted = split_text(text)
        if not self.pasted.sections:
            raise forms.ValidationError("Không thấy mục nào có số (I., 1., 1.1., a) ở đầu đoạn.")
        return text


class PlaceForm(forms.Form):
    """Behind which section a new one goes, and at which level."""

    sau = forms.IntegerField(required=False)
    cap = forms.TypedChoiceField(choices=SectionForm.LEVELS, coerce=int, required=False, empty_value=None)


class AnnexForm(SeenForm):
    """Label, title and paragraphs before the table. ``in_use``: the annex has figures."""

    class Meta:
        model = Annex
        fields = ANNEX_FACTS
        field_classes = {"label": LineField, "title": LineField, "intro": LinesField}

    def __init__(self, *args: Any, in_use: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["other_set"].empty_label = "như kế hoạch"
        if self.instance.code and self.instance.code not in commune_gaps.CODES:
            del self.fields["as_of_month"]
        if in_use:
            self.fields["other_set"].disabled = True
            self.fields["other_set"].help_text = "Biểu đã có số liệu nên không đổi được."

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        same = Annex.objects.of_plan(self.instance.plan).labelled(label)
        if any(annex.pk != self.instance.pk for annex in same):
            raise forms.ValidationError("Kế hoạch đã có biểu mang ký hiệu này.")
        return label


class NewAnnexForm(AnnexForm):
    """One of the annexes the program knows and the plan does not have."""

    code = forms.ChoiceField(
        label="Biểu", widget=forms.RadioSelect, error_messages={"required": "Chọn một biểu."}
    )
    field_order = ("code", "label", "title", "intro", "other_set", "as_of_month")

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=Annex(plan=plan), **kwargs)
        self.free = free_annexes(plan)
        self.fields["code"].choices = [(one.code, f"{one.label} · {one.title}") for one in self.free]
        for name in ("label", "title"):
            self.fields[name].required = False
            self.fields[name].help_text = "Để trống thì lấy theo biểu đã chọn."

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        chosen = PLAN_ANNEXES.get(given.get("code", ""))
        if chosen:
            self.instance.code = chosen.code
            given["title"] = given.get("title") or chosen.title
            given["label"] = given.get("label") or free_label(self.instance.plan, chosen.label)
        return given


def free_annexes(plan: Plan) -> list[PlanAnnex]:
    """The annexes the plan could take up."""
    taken = Annex.objects.of_plan(plan).codes()
    free = (annex for code, annex in PLAN_ANNEXES.items() if code not in taken)
    return sorted(free, key=lambda annex: (annex.label, annex.title))


def free_label(plan: Plan, label: str) -> str:
    """The label, or where the plan has it the next "Biểu số …" that it has not."""
    taken = {given.casefold() for given in Annex.objects.of_plan(plan).labels()}
    numbers = (f"Biểu số {number:02}" for number in range(1, len(taken) + 2))
    return next(one for one in (label, *numbers) if one.casefold() not in taken)
