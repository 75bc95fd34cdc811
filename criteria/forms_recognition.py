"""What people ask of the register of recognitions, and what they write into it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms

from communes.models import Commune, District, Province
from criteria.domain.recognitions import FIRST_DAY, day_refusal, domains_refusal
from criteria.models import CriteriaSet, Recognition
from ntm.text import clean

from .forms_periods import DayField
from .services.recognition_doubts import Doubts, look_over, names_of
from .services.recognition_units import (
    SKIP,
    Question,
    ReadNames,
    existed_on,
    groups_of,
    read_names,
    units_day,
)
from .services.recognitions import Decision, Ending

Level, State = Recognition.Level, Recognition.State
MAX_PASTED = 20_000
EXISTING, ENDED = "con", "het"
LEVEL_WORDS = [(level.value, f"Xã {level.label}") for level in (Level.NTM, Level.ADVANCED, Level.MODEL)]
LEVEL_WORDS += [(level.value, f"Xã {level.label}") for level in (Level.NEARLY, Level.MODERN)]
# Of which tier the set is by which a level is recognised; "hiện đại" has none yet.
TIERS = {Level.NTM: "ntm", Level.NEARLY: "ntm", Level.ADVANCED: "nang_cao", Level.MODEL: "kieu_mau"}


class LineField(forms.CharField):
    """One line of text, blanks and Unicode form put in order."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value))


class RegisterForm(forms.Form):
    """What the list is narrowed to; all in the address."""

    q = LineField(label="Xã hoặc số quyết định", required=False, max_length=60)
    muc = forms.ChoiceField(label="Mức", required=False, choices=[("", "tất cả"), *Level.choices])
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    huyen = forms.ChoiceField(label="Huyện", required=False)
    tinh_trang = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "tất cả"), *State.choices]
    )
    don_vi = forms.ChoiceField(
        label="Đơn vị",
        required=False,
        choices=[("", "tất cả"), (EXISTING, "xã đang có"), (ENDED, "xã đã sắp xếp lại")],
    )

    def __init__(self, data: Any, districts: Sequence[District], years: Sequence[int]) -> None:
        super().__init__(data)
        self.titles = {one.code: one.title for one in districts}  # of a code in use twice the last one's
        self.districts = districts
        self.fields["huyen"].choices = [("", "tất cả"), *self.titles.items()]
        self.fields["nam"].choices = [("", "tất cả"), *((year, str(year)) for year in years)]
        if not districts:
            del self.fields["huyen"]

    def narrow(self, rows: Any, today: date) -> Any:
        """The recognitions asked for."""
        given = self.cleaned_data
        rows = self.narrow_units(rows, today)
        rows = rows.matching(level=given["muc"], year=given["nam"], state=given["tinh_trang"])
        return rows.search(given["q"]) if given["q"] else rows

    def narrow_units(self, rows: Any, today: date) -> Any:
        """By place alone, as the counts above the list are."""
        given = self.cleaned_data
        if given.get("huyen"):
            rows = rows.in_districts([one for one in self.districts if one.code == given["huyen"]])
        return rows.of_units(today, existing=given["don_vi"] == EXISTING) if given["don_vi"] else rows

    @property
    def said(self) -> str:
        """The filters in words; empty where there are none."""
        if not self.is_valid():
            return ""
        given = self.cleaned_data
        words = (
            f"có “{given['q']}”" if given["q"] else "",
            str(Level(given["muc"]).label) if given["muc"] else "",
            f"năm {given['nam']}" if given["nam"] else "",
            self.titles.get(given.get("huyen", ""), ""),
            str(State(given["tinh_trang"]).label) if given["tinh_trang"] else "",
            dict(self.fields["don_vi"].choices)[given["don_vi"]] if given["don_vi"] else "",
        )
        return ", ".join(filter(None, words))

    @property
    def place_said(self) -> str:
        given = self.cleaned_data
        words = dict(self.fields["don_vi"].choices)[given["don_vi"]] if given["don_vi"] else ""
        return ", ".join(filter(None, (self.titles.get(given.get("huyen", ""), ""), words)))


class DecisionForm(forms.Form):
    """What a decision says of every commune alike. ``today``: no decision is of a later day."""

    level = forms.ChoiceField(label="Mức công nhận", choices=[("", "— chọn —"), *LEVEL_WORDS])
    number = LineField(
        label="Số quyết định",
        max_length=60,
        help_text="Ghi như trên văn bản, ví dụ 123/QĐ-UBND",
        error_messages={"required": "Điền số quyết định."},
    )
    decided_on = DayField(label="Ngày quyết định")
    year = forms.IntegerField(
        label="Công nhận cho năm",
        min_value=FIRST_DAY.year + 1,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Viết năm bằng bốn chữ số, từ 2010."
        )
        | {"required": "Điền năm."},
    )
    signer = LineField(label="Người ký", max_length=100, required=False)
    criteria_set = forms.ModelChoiceField(
        None, label="Theo bộ tiêu chí", required=False, empty_label="không ghi"
    )
    domains = forms.MultipleChoiceField(
        label="Lĩnh vực nổi trội",
        choices=Recognition.Domain.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Chỉ của xã kiểu mẫu, ít nhất một",
    )
    note = forms.CharField(
        label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(required=False)  # the warnings the person has read, as their digest

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.doubts = Doubts()
        self.fields["criteria_set"].queryset = CriteriaSet.objects.all()

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        refusal = day_refusal(day, self.today)
        if refusal:
            raise forms.ValidationError(refusal)
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        level = given.get("level", "")
        refusal = domains_refusal(level, given.get("domains", ()))
        if refusal and "domains" not in self.errors:
            self.add_error("domains", refusal)
        chosen = given.get("criteria_set")
        if level and chosen and TIERS.get(Level(level), chosen.tier) != chosen.tier:
            self.add_error("criteria_set", "Bộ tiêu chí này là của mức khác.")
        return given

    @property
    def decision(self) -> Decision:
        given = self.cleaned_data
        names = ("level", "number", "decided_on", "year", "signer", "criteria_set", "note")
        return Decision(**{name: given[name] for name in names}, domains=tuple(given["domains"]))

    def doubt(self, communes: Sequence[Commune], *, but: Collection[int] = ()) -> None:
        """Asks once for a second look; what is stored already is refused."""
        self.doubts = look_over(self.decision, communes, but=but)
        if self.doubts.stored:
            names = names_of(self.doubts.stored)
            self.add_error(None, f"Sổ đã có công nhận này, theo đúng quyết định này, của {names}.")
        elif self.doubts.warnings and self.cleaned_data.get("seen") != self.digest:
            self.add_error(None, "Chưa lưu. Hãy xem các điều cần lưu ý ở cuối trang rồi lưu lại.")

    @property
    def digest(self) -> str:
        """Of the warnings: other ones have to be read again."""
        return sha256("\n".join(self.doubts.warnings).encode()).hexdigest()[:16]


class AddForm(DecisionForm):
    """A decision with its communes: ticked, pasted by name, or both."""

    names = forms.CharField(
        label="Dán danh sách tên xã",
        required=False,
        max_length=MAX_PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": "Tên xã, huyện …\nTên xã"}),
        help_text="Mỗi dòng một xã hoặc cách nhau bằng dấu phẩy; thêm tên huyện nếu trùng tên; "
        "dán được từ Excel",
    )
    communes = forms.MultipleChoiceField(required=False)

    def __init__(self, province: Province, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(today, *args, **kwargs)
        self.province = province
        self.groups = groups_of(province)
        self.by_id = {str(one.pk): one for group in self.groups for one in group.communes}
        self.fields["communes"].choices = [(pk, pk) for pk in self.by_id]
        self.fields["communes"].error_messages["invalid_choice"] = "Có xã không còn trong danh sách."
        self.read = ReadNames()
        self.chosen: list[Commune] = []

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day = given.get("decided_on")
        ticked = [self.by_id[pk] for pk in given.get("communes", ())]
        if day and not self.errors.get("names"):
            then = units_day(self.province, day)
            self.read = read_names(given.get("names", ""), self.province, then, self._answers(self.data))
            self._say_names()
            self._say_units(ticked, then)
        found = [self.by_id[str(pk)] for pk in self.read.found]
        self.chosen = list(dict.fromkeys([*ticked, *found]))
        if self._names_nobody(given, day):
            self.add_error("names", "Chọn ít nhất một xã, hoặc dán tên các xã.")
        if not self.errors:
            self.doubt(self.chosen)
        return given

    def _names_nobody(self, given: Mapping[str, Any], day: date | None) -> bool:
        """No commune, and nothing said of one; without a day pasted names wait for it."""
        told = self.chosen or self.read.questions or self.read.refused or self.errors.get("communes")
        return not told and (day is not None or not given.get("names", "").strip())

    @staticmethod
    def _answers(data: Mapping[str, str]) -> dict[str, str]:
        return {name: data[name] for name in data if name.startswith("ten:")}

    def _say_names(self) -> None:
        for refused in self.read.refused:
            self.add_error("names", refused)
        if self.read.questions:
            self.add_error("names", "Có tên chưa rõ là xã nào: hãy chọn ở dưới.")

    def _say_units(self, ticked: Sequence[Commune], day: date) -> None:
        wrong = [one for one in ticked if not existed_on(one, day)]
        if wrong:
            words = f"Vào ngày {day:%d/%m/%Y} không có {names_of(wrong)}: bỏ chọn, hoặc xem lại ngày."
            self.add_error("communes", words)

    @property
    def questions(self) -> list[Question]:
        return self.read.questions

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Questions that were answered, for sending them along again."""
        asked = {question.field for question in self.questions}
        given = self._answers(self.data) if self.is_bound else {}
        return [(name, value) for name, value in given.items() if value and name not in asked]

    @property
    def skip(self) -> str:
        return SKIP

    @property
    def shown_groups(self) -> list[tuple[str, list[tuple[Commune, bool, str]], int]]:
        """Title; communes with whether they are ticked and their time where it is their own; how many are."""
        ticked = set(self.data.getlist("communes")) if self.is_bound else set()
        shown = []
        for group in self.groups:
            lines = [(one, str(one.pk) in ticked, group.time_of(one)) for one in group.communes]
            shown.append((group.title, lines, sum(is_ticked for _, is_ticked, _ in lines)))
        return shown


REASON = LineField(
    label="Lý do sửa",
    max_length=400,
    help_text="Giữ trong lịch sử",
    error_messages={"required": "Viết lý do, để sau này còn hiểu vì sao sửa."},
)


class CorrectForm(DecisionForm):
    """One recognition put right, or all ``others`` of its decision with it.

    ``version`` and ``versions`` (of the others, by id) are those the person saw.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    versions = forms.RegexField(r"^(\d{1,18}:\d{1,9},)*$", required=False, widget=forms.HiddenInput)
    together = forms.BooleanField(required=False)
    reason = REASON

    def __init__(
        self, recognition: Recognition, others: Sequence[Recognition], today: date, *args: Any, **kwargs: Any
    ) -> None:
        names = ("level", "number", "decided_on", "year", "signer", "criteria_set", "domains", "note")
        first = {name: getattr(recognition, name) for name in (*names, "version")}
        first["versions"] = "".join(f"{row.pk}:{row.version}," for row in others)
        super().__init__(today, *args, initial=first, **kwargs)
        self.recognition, self.others = recognition, others
        self.fields["together"].label = f"Sửa như vậy cho cả {len(others)} xã khác cùng quyết định"
        if not others:
            del self.fields["together"]

    @property
    def rows(self) -> list[tuple[Recognition, int]]:
        """What is to be changed, each with the version it was seen at; 0 where it was not seen."""
        given = self.cleaned_data
        seen = dict(pair.split(":") for pair in given["versions"].split(",") if pair)
        mine = [(self.recognition, given["version"])]
        if not given.get("together"):
            return mine
        return mine + [(row, int(seen.get(str(row.pk), 0))) for row in self.others]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        row, day = self.recognition, given.get("decided_on")
        rows = [row, *self.others] if given.get("together") else [row]
        then = units_day(row.commune.province, day) if day else None
        gone = [one.commune for one in rows if then and not existed_on(one.commune, then)]
        if gone:
            self.add_error("decided_on", f"Vào ngày này không có {names_of(gone)}.")
        for end in [one.ended_on for one in rows if day and one.ended_on and day > one.ended_on][:1]:
            self.add_error("decided_on", f"Sau ngày thu hồi, thay thế ({end:%d/%m/%Y}).")
        if not self.errors:
            self.doubt([one.commune for one in rows], but=[one.pk for one in rows])
        return given


class EndForm(forms.Form):
    """Revoked or superseded by a decision; of one that has ended also: not ended after all."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label="Việc", widget=forms.RadioSelect)
    number = LineField(label="Số quyết định thu hồi, thay thế", max_length=60, required=False)
    on = DayField(label="Ngày quyết định đó", required=False)
    reason = LineField(label="Lý do", max_length=400, error_messages={"required": "Viết lý do."})

    def __init__(self, recognition: Recognition, today: date, *args: Any, **kwargs: Any) -> None:
        row = recognition
        first = {"version": row.version, "number": row.ended_number, "on": row.ended_on}
        state = State.REVOKED if row.state == State.VALID else row.state
        super().__init__(*args, initial={**first, "state": state, "reason": row.ended_reason}, **kwargs)
        choices = [(State.REVOKED.value, "Thu hồi"), (State.SUPERSEDED.value, "Được thay thế")]
        if row.state != State.VALID:
            choices.append((State.VALID.value, "Ghi nhầm: công nhận vẫn còn hiệu lực"))
        self.fields["state"].choices = choices
        self.recognition, self.today = row, today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("state") in (State.REVOKED, State.SUPERSEDED):
            self._clean_decision(given)
        return given

    def _clean_decision(self, given: Mapping[str, Any]) -> None:
        day = given.get("on")
        if not given.get("number") and "number" not in self.errors:
            self.add_error("number", "Điền số quyết định.")
        if not day:
            if "on" not in self.errors:
                self.add_error("on", "Điền ngày.")
        elif day > self.today:
            self.add_error("on", day_refusal(day, self.today))
        elif day < self.recognition.decided_on:
            self.add_error("on", f"Trước ngày công nhận ({self.recognition.decided_on:%d/%m/%Y}).")

    @property
    def ending(self) -> Ending:
        given = self.cleaned_data
        return Ending(given["state"], given["number"], given["on"], given["reason"])


class DeleteForm(forms.Form):
    """Why a wrong entry is taken out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = LineField(
        label="Lý do xóa", max_length=400, error_messages={"required": "Viết lý do xóa; lịch sử giữ lại."}
    )
