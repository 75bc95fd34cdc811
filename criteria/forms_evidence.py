"""What people send about evidence: a file or a decision, for which columns and communes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from ntm.attachments import FileRefusedError, type_of
from ntm.text import clean

from .forms_periods import DayField
from .models import Evidence
from .services.evidence import Brought, Cell, Facts, cells_of, digest_of
from .services.evidence_page import EvidencePage, Line, Section, Units

ACCEPT = "image/*,application/pdf,.pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.doc,.xls"
NEITHER = "Chọn một tệp, hoặc ghi số và ngày của văn bản."


class FactsForm(forms.Form):
    """What is said of an evidence."""

    title = forms.CharField(
        label="Tên minh chứng",
        max_length=200,
        required=False,
        help_text="Ví dụ: Ảnh đường trục xã đã bê tông hóa. Để trống thì lấy theo tên tệp hoặc số văn bản.",
        error_messages={"max_length": "Tên tối đa 200 ký tự."},
    )
    number = forms.CharField(
        label="Số, ký hiệu văn bản",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "12/QĐ-UBND", "autocomplete": "off"}),
        error_messages={"max_length": "Số, ký hiệu tối đa 60 ký tự."},
    )
    issued_on = DayField(label="Ngày văn bản", required=False)
    issuer = forms.CharField(
        label="Cơ quan ban hành",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "UBND huyện, UBND tỉnh…"}),
        error_messages={"max_length": "Tên cơ quan tối đa 200 ký tự."},
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("title", "number", "issuer"):
            given[name] = clean(given.get(name) or "")
        day = given.get("issued_on")
        if day and not date(1945, 9, 2) <= day <= self.today:
            self.add_error("issued_on", "Ngày văn bản phải từ 02/09/1945 đến hôm nay.")
        if (day or given["issuer"]) and not given["number"] and "number" not in self.errors:
            self.add_error("number", "Ghi số, ký hiệu, hoặc để trống cả ngày và cơ quan ban hành.")
        if given.get("number") and not day and "issued_on" not in self.errors:
            self.add_error("issued_on", "Ghi ngày của văn bản.")
        return given

    @property
    def facts(self) -> Facts:
        given = self.cleaned_data
        return Facts(self.named(), given["number"], given["issued_on"], given["issuer"])

    def named(self) -> str:
        """As typed, or after the number."""
        given = self.cleaned_data
        return given["title"] or (f"Văn bản {given['number']}" if given["number"] else "")


class EditForm(FactsForm):
    """What is said of a stored evidence; ``seen`` is the act that wrote what the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, evidence: Evidence, today: date, *args: Any, **kwargs: Any) -> None:
        first = {name: getattr(evidence, name) for name in ("title", "number", "issued_on", "issuer")}
        super().__init__(today, *args, initial=first | {"seen": evidence.changeset_id}, **kwargs)
        self.evidence = evidence

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not (self.evidence.file or given.get("number") or self.errors):
            self.add_error("number", "Minh chứng không có tệp nên phải có số và ngày văn bản.")
        return given

    def named(self) -> str:
        return super().named() or self.evidence.name.rpartition(".")[0] or self.evidence.title


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with its columns to tick; folded away where none of them is ticked and another is."""

    section: Section
    lines: Sequence[Line]
    ticked: frozenset[str]
    is_open: bool


class CellsForm(forms.Form):
    """For which columns an evidence is, and of which communes.

    ``page`` is of the commune from which one came; ``units``: all those for which the user may bring any.
    """

    keys = forms.MultipleChoiceField(
        label="Dùng cho các chỉ tiêu",
        error_messages={
            "required": "Đánh dấu ít nhất một chỉ tiêu mà minh chứng này chứng minh.",
            "invalid_choice": "Có chỉ tiêu bạn không thêm được minh chứng lúc này: hãy đánh dấu lại.",
        },
    )
    communes = forms.MultipleChoiceField(
        label="Dùng cho cả các xã",
        required=False,
        error_messages={"invalid_choice": "Có xã bạn không thêm được minh chứng lúc này: hãy chọn lại."},
    )

    def __init__(
        self,
        page: EvidencePage,
        units: Units,
        *args: Any,
        ticked: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [(row, [one for one in mine if one.pk != page.commune.pk]) for row, mine in units]
        self.page, self.units = page, [(row, mine) for row, mine in others if mine]
        choices = [(str(one.pk), one.title) for _, mine in self.units for one in mine]
        open_keys = [line.measure.key for section in page.sections for line in section.lines if line.is_open]
        self.fields["keys"].choices = [(key, key) for key in open_keys]
        self.fields["communes"].choices = choices
        self.first = frozenset(ticked)

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self.data.getlist("keys")) if self.is_bound else self.first

    @property
    def ticked_communes(self) -> frozenset[int]:
        sent = self.data.getlist("communes") if self.is_bound else ()
        return frozenset(int(pk) for pk in sent if pk.isdecimal())

    @property
    def groups(self) -> list[Group]:
        found = []
        for section in self.page.sections:
            lines = [line for line in section.lines if line.is_open]
            if lines:
                mine = self.ticked & {line.measure.key for line in lines}
                found.append(Group(section, lines, mine, bool(mine) or not self.ticked))
        return found

    @property
    def cells(self) -> list[Cell]:
        others = (int(pk) for pk in self.cleaned_data["communes"])
        return cells_of([self.page.commune.pk, *others], self.cleaned_data["keys"])


class EvidenceForm(CellsForm, FactsForm):
    """A new evidence. All that is wrong is told at once, each at its field."""

    file = forms.FileField(
        label="Tệp",
        required=False,
        allow_empty_file=True,  # told below, with what to do
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"max_length": "Tên tệp quá dài."},
    )
    existing = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    field_order = ("file", "title", "number", "issued_on", "issuer", "keys", "communes", "existing")

    def clean_file(self) -> Brought | None:
        sent: UploadedFile | None = self.cleaned_data["file"]
        if not sent:
            return None
        if (sent.size or 0) > settings.EVIDENCE_MAX_BYTES:
            most = filesizeformat(settings.EVIDENCE_MAX_BYTES)
            raise forms.ValidationError(f"Tệp lớn hơn {most}. Hãy giảm độ phân giải rồi chọn lại.")
        try:
            found = type_of(sent.file)
        except FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        return Brought(sent, found, sent.name or "", digest_of(sent.file))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        has_any = given.get("file") or given.get("number") or given.get("existing")
        if not has_any and not {"file", "number"} & self.errors.keys():
            self.add_error("file", NEITHER)
        return given

    @property
    def brought(self) -> Brought | None:
        found: Brought | None = self.cleaned_data["file"]
        return found

    def named(self) -> str:
        brought = self.brought
        return super().named() or (brought.name.rpartition(".")[0] if brought else "")


class ReuseForm(forms.Form):
    """Which evidence of earlier periods holds again; each is "evidence:key"."""

    use = forms.MultipleChoiceField(
        error_messages={
            "required": "Đánh dấu minh chứng cần dùng lại.",
            "invalid_choice": "Có minh chứng không còn dùng lại được: hãy đánh dấu lại.",
        }
    )

    def __init__(self, choices: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].choices = [(one, one) for one in choices]

    @property
    def by_evidence(self) -> dict[int, list[str]]:
        """Evidence id → keys."""
        found: dict[int, list[str]] = {}
        for one in self.cleaned_data["use"]:
            evidence, _, key = one.partition(":")
            found.setdefault(int(evidence), []).append(key)
        return found
