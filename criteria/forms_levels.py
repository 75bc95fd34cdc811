"""The page of levels as it is sent: a day, and for each line its fields, a tick, and what was shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from ntm.text import clean

from .domain.level_input import LevelText, PartText, Pasted, PasteLine, read_level, read_paste
from .domain.level_lines import condition_words, level_words
from .domain.requirements import Requirement
from .domain.strictness import looser
from .domain.values import Measure, Part
from .forms_periods import DayField
from .models import Indicator
from .services.levels import CriterionLines, LevelsPage, Line, Only, digest, named_fields
from .services.levels_store import LevelEdit, Named, Wanted

SAVE, TICK, PASTE = "luu", "danh-dau", "dan"
MAX_PENDING = 2000


class DayForm(forms.Form):
    """The day in the address: levels as they hold on it."""

    ngay = DayField(label="Mức áp dụng vào ngày", required=False)
    loc = forms.TypedChoiceField(
        choices=[(one.value, one.value) for one in Only], coerce=Only, empty_value=Only.ALL, required=False
    )
    nhom = forms.BooleanField(required=False)
    sua = forms.BooleanField(required=False)


@dataclass
class LineField:
    """One line with what stands in its fields, and what is wrong there by field."""

    line: Line
    text: LevelText
    ticked: bool = False
    dropped: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list["PartField"]:
        return [
            PartField(at, part, self._part_of(part), self.line.measure, self.errors.get(f"part{at}", ""))
            for at, part in enumerate(self.text.parts)
        ]

    def _part_of(self, text: PartText) -> Part | None:
        return next((part for part in self.line.measure.parts if part.key == text.part), None)

    @property
    def is_edited(self) -> bool:
        """Whether the fields say something else than what is stored."""
        return self.text != self.line.text

    @cached_property
    def read(self) -> tuple[Requirement, dict[str, str]]:
        return read_level(self.text, self.line.measure)

    @property
    def national_words(self) -> str:
        """Also beside what is not stored yet."""
        line = self.line
        if not self.is_edited or line.national is None or not line.national.is_known:
            return line.national_words
        return level_words(line.national, line.measure, line.of_base)

    @property
    def looser(self) -> list[str]:
        """Of what stands in the fields, before it is stored too."""
        if not self.is_edited:
            return self.line.looser
        level, errors = self.read
        return [] if errors else looser(level, self.line.national)


@dataclass(frozen=True)
class PartField:
    """One part of a line; ``at`` is its place there."""

    at: int
    text: PartText
    part: Part | None
    measure: Measure
    error: str = ""

    @property
    def is_mark(self) -> bool:
        return self.part is not None and self.part.kind.is_mark

    @property
    def words(self) -> str:
        """ "tỷ lệ trường đạt … (%), khi số trường của xã > 3"."""
        unit = f" ({self.part.unit})" if self.part and self.part.unit else ""
        name = f"{self.part.name}{unit}" if self.part else ""
        when = condition_words(self.text.condition, self.measure) if self.text.condition else ""
        return ", ".join(filter(None, (name, when)))


class LevelsForm(forms.Form):
    """The whole page. ``lines``: every line as it was sent, or as it is stored where nothing was."""

    act = forms.ChoiceField(choices=[(SAVE, SAVE), (TICK, TICK), (PASTE, PASTE)])
    tu = DayField(label="Áp dụng từ", required=False)
    can_cu = forms.CharField(
        label="Căn cứ chung cho các dòng lưu lần này",
        max_length=300,
        required=False,
        error_messages={"max_length": "Căn cứ tối đa 300 ký tự."},
    )
    cot = forms.CharField(max_length=50_000, required=False, strip=False)
    chua_dua_vao = forms.CharField(max_length=MAX_PENDING, required=False)

    def __init__(self, page: LevelsPage, *args: Any, names: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.names = page, names
        self.lines = {code: self._sent(line) for code, line in page.lines.items()}
        self.pasted: Pasted | None = None

    # ---- what was sent ----

    def _sent(self, line: Line) -> LineField:
        code = line.code
        if f"{code}:thay" not in self.data:
            return LineField(line, line.text)
        parts = tuple(
            replace(
                part,
                comparison=self.data.get(f"{code}:ss{at}", part.comparison),
                level=clean(self.data.get(f"{code}:p{at}", part.level)),
            )
            for at, part in enumerate(line.text.parts)
        )
        text = LevelText(
            comparison=self.data.get(f"{code}:ss", line.text.comparison),
            level=clean(self.data.get(f"{code}:muc", line.text.level)),
            parts=parts,
            if_absent=self.data.get(f"{code}:khong", line.text.if_absent),
            reference=clean(self.data.get(f"{code}:cc", line.text.reference)),
        )
        ticked, dropped = f"{code}:xn" in self.data, f"{code}:bo" in self.data
        if not (ticked or dropped) and digest(text) == self._seen(code)[1]:
            text = line.text  # not touched by the person, though perhaps by another one since
        return LineField(line, text, ticked, dropped)

    def _seen(self, code: str) -> tuple[str, str]:
        """The stored state, and the fields, that the person was shown."""
        state, _, fields = self.data.get(f"{code}:thay", "").partition(".")
        return state, fields

    def _tick_criteria(self, day: date | None) -> None:
        """A tick at a criterion stands for all its lines that can be confirmed as they stand."""
        for group in self.page.groups:
            if f"tc:{group.criterion.number}" in self.data:
                self._tick(group, day)

    def _tick(self, group: CriterionLines, day: date | None) -> None:
        for line in group.lines:
            mine, from_day = self.lines[line.code], day or self._own_day(line)
            if not (line.is_confirmed or mine.read[1] or wrong_day(line, from_day, self.page.day)):
                mine.ticked = True

    def tick_all(self) -> tuple[int, list[str]]:
        """Ticks every line that can be confirmed: how many are ticked now, and the numbers of those left."""
        for group in self.page.groups:
            self._tick(group, self.cleaned_data.get("tu"))
        left = [one for one in self.lines.values() if not (one.ticked or one.line.is_confirmed)]
        return sum(one.ticked for one in self.lines.values()), numbers_of(left)

    def fill(self) -> Pasted:
        """Puts a pasted column into the fields; nothing is stored."""
        lines = [PasteLine(one.line.key, one.line.measure, one.text) for one in self.lines.values()]
        self.pasted = read_paste(self.data.get("cot", ""), lines)
        for code, text in self.pasted.filled.items():
            self.lines[code] = replace(self.lines[code], text=text)
        return self.pasted

    # ---- what is wanted ----

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._tick_criteria(given.get("tu"))
        if given.get("act") != SAVE:
            return given
        if "tu" not in self.errors:
            self._check_day(given.get("tu"))
            edits = [self._edit(mine, given) for mine in self._wishes()]
            given["wanted"] = Wanted(edits, list(self._named()), self._pending(given))
        if self.errors or self.faulty:
            self.add_error(None, "Chưa lưu gì: hãy sửa những ô báo lỗi rồi lưu lại.")
        return given

    @property
    def faulty(self) -> list[LineField]:
        """The lines with something wrong, by field or by name."""
        wrong = {number for number, mine in self.name_fields.items() if mine.error}
        return [mine for mine in self.lines.values() if mine.errors or mine.line.key.number in wrong]

    def _check_day(self, day: date | None) -> None:
        mine = self.page.criteria_set
        if day and not (mine.valid_from <= day and (mine.valid_to is None or day <= mine.valid_to)):
            to = f" đến {mine.valid_to:%d/%m/%Y}" if mine.valid_to else " trở đi"
            self.add_error(
                "tu", f"Bộ tiêu chí có hiệu lực từ {mine.valid_from:%d/%m/%Y}{to}: chọn ngày trong đó."
            )

    def _wishes(self) -> list[LineField]:
        """The lines to store: ticked, taken back, or changed by the person."""
        return [mine for mine in self.lines.values() if mine.ticked or mine.dropped or mine.is_edited]

    def _edit(self, mine: LineField, given: Mapping[str, Any]) -> LevelEdit:
        line, state = mine.line, self._seen(mine.line.code)[0]
        if mine.dropped:
            return LevelEdit(line.code, state, None, line.level.valid_from if line.level else self.page.day)
        level, errors = mine.read
        mine.errors |= errors
        day = given.get("tu") or self._own_day(line)
        if complaint := wrong_day(line, day, self.page.day):
            mine.errors.setdefault("level", complaint)
        common = clean(given.get("can_cu") or "")
        if common and mine.text.reference == line.text.reference:
            level = replace(level, reference=common)
        return LevelEdit(line.code, state, level, day)

    def _own_day(self, line: Line) -> date:
        """Without a day the level that holds is corrected or confirmed from its own day on."""
        first = self.page.criteria_set.valid_from
        return max(first, line.level.valid_from) if line.level else first

    def _pending(self, given: Mapping[str, Any]) -> str | None:
        return given.get("chua_dua_vao", "") if self.names and "chua_dua_vao" in self.data else None

    # ---- names, for administrators ----

    def _named(self) -> Iterator[Named]:
        for mine in self.name_fields.values():
            mine.error = _wrong_name(mine.fields)
            if mine.is_sent and mine.fields != named_fields(mine.indicator):
                yield Named(mine.number, mine.fields, mine.seen)

    @cached_property
    def name_fields(self) -> dict[str, "NameField"]:
        """Of every indicator, where they can be changed."""
        found = {line.key.number: line.indicator for line in self.page.lines.values()} if self.names else {}
        return {number: NameField(indicator, self.data) for number, indicator in found.items()}

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Indicator.Kind.choices]

    @property
    def groups(self) -> list[tuple[CriterionLines, list[tuple[LineField, "NameField | None"]]]]:
        """Each criterion with its lines; names stand at the first line of an indicator."""
        names = dict(self.name_fields)
        return [
            (group, [(self.lines[line.code], names.pop(line.key.number, None)) for line in group.lines])
            for group in self.page.groups
        ]

    def mark_stale(self, codes: Mapping[str, str]) -> None:
        """Says at each line who was faster, and with what."""
        for code, said in codes.items():
            if code in self.lines:
                self.lines[code].errors["level"] = said
            elif code in self.name_fields:
                self.name_fields[code].error = said
        self.add_error(None, "Chưa lưu gì: có dòng người khác vừa sửa. Xem lại rồi lưu lần nữa.")


class NameField:
    """Name, kind, unit and flags of an indicator as they were sent, or as stored where nothing was."""

    def __init__(self, indicator: Indicator, data: Mapping[str, Any]) -> None:
        self.indicator, self.number, self.error = indicator, indicator.number, ""
        stored, seen = named_fields(indicator), data.get(f"{self.number}:ten-thay", "")
        sent = _sent_names(data, self.number) if seen else stored
        self.is_sent = bool(seen)
        self.seen = seen if digest(sent) != seen else digest(stored)
        self.fields = sent if digest(sent) != seen else stored  # what the person left alone is as it is now

    @property
    def now(self) -> str:
        return digest(named_fields(self.indicator))


def _sent_names(data: Mapping[str, Any], number: str) -> dict[str, object]:
    return {
        "name": clean(data.get(f"{number}:ten", "")),
        "kind": data.get(f"{number}:loai", ""),
        "unit": clean(data.get(f"{number}:dv", "")),
        "by_sex": f"{number}:nn" in data,
        "if_any": f"{number}:nc" in data,
    }


def _wrong_name(wanted: Mapping[str, object]) -> str:
    if not wanted["name"]:
        return "Điền tên chỉ tiêu."
    if wanted["kind"] not in list(Indicator.Kind):
        return "Chọn lại loại chỉ tiêu."
    return "Đơn vị tính tối đa 40 ký tự." if len(str(wanted["unit"])) > 40 else ""


def numbers_of(fields: Iterable[LineField]) -> list[str]:
    """Of their indicators, each once."""
    return list(dict.fromkeys(one.line.key.number for one in fields))


def wrong_day(line: Line, day: date, shown: date) -> str:
    """Why a level from that day on would never count, or not be the one shown on the page; "" if neither."""
    if line.key.year and day.year > line.key.year:
        return f"Mức của năm {line.key.year} không áp dụng được từ {day:%d/%m/%Y}."
    if line.level and day < line.level.valid_from:
        return f"Mức đang hiện có từ {line.level.valid_from:%d/%m/%Y}: chọn ngày từ đó trở đi."
    between = [one for one in line.later if shown < one <= day]
    if between:
        return f"Từ {between[0]:%d/%m/%Y} đã có mức khác: xem trang vào ngày {day:%d/%m/%Y} rồi sửa ở đó."
    return ""
