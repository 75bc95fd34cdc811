"""The lines of the page on which a province confirms the levels of a set, and what a level says in words.

A line is one indicator for one region or group of communes and, where levels go by year, for one year.
docs/levels.md has the rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.numbers import vietnamese

from .part_levels import BadPartsError, read_condition
from .requirements import EVERYWHERE, SCOPE_NAMES, Comparison, PartLevel, Place, Requirement, in_force
from .values import Kind, Measure

GROUPS = ("nhom_1", "nhom_2", "nhom_3")
SIGNS = {Comparison.AT_LEAST: "≥", Comparison.AT_MOST: "≤", Comparison.MET: "đạt"}
_TESTS = {">=": "≥", "<=": "≤"}


@dataclass(frozen=True, slots=True)
class LineKey:
    """``code`` names the line in the form, in the history and in an address: "10/TDMNPB/2023"."""

    number: str
    scope: str
    year: int | None = None

    @property
    def code(self) -> str:
        return "/".join(filter(None, (self.number, self.scope, str(self.year or ""))))

    @property
    def words(self) -> str:
        """For whom and when, "" where that goes without saying: "xã nhóm 1, năm 2027"."""
        year = f"năm {self.year}" if self.year else ""
        return ", ".join(filter(None, (SCOPE_NAMES.get(self.scope, self.scope), year)))


FIELD_WORDS = {
    "name": "tên",
    "kind": "loại",
    "unit": "đơn vị tính",
    "by_sex": "nam, nữ riêng",
    "if_any": "chỉ xét nếu có",
}
PENDING = "pending"  # the key under which the history keeps the decisions not taken in


def level_key_words(key: str) -> str:
    """A key of the history of levels: "10/TDMNPB/2023" → "Mức đạt 10, năm 2023"; "" for another key.

    The region goes without saying; a group of communes does not.
    """
    if key == PENDING:
        return "Quyết định chưa đưa vào"
    number, _, name = key.partition(":")
    if name in FIELD_WORDS:
        return f"Chỉ tiêu {number}, {FIELD_WORDS[name]}"
    number, _, rest = key.partition("/")
    scope, _, year = rest.partition("/")
    if scope not in SCOPE_NAMES:
        return ""
    group = SCOPE_NAMES[scope] if scope in GROUPS else ""
    return ", ".join(filter(None, (f"Mức đạt {number}", group, f"năm {year}" if year else "")))


def scopes_of_province(region: str, hardship_scope: str) -> tuple[str, ...]:
    """The province's region, and the one for its extremely difficult communes (Điều 1 QĐ 318/QĐ-TTg)."""
    return (region, hardship_scope) if hardship_scope not in ("", region) else (region,)


def scopes_of_groups(rows: Iterable[Requirement], *, everything: bool = False) -> tuple[str, ...]:
    """Of a set by group of communes: those the indicator has levels for, "chung" where it has none.

    Where one group has a level all three are lines, so that no group is forgotten. ``everything``: all four.
    """
    found = {row.scope for row in rows}
    if everything:
        return EVERYWHERE, *GROUPS
    if not found & set(GROUPS):
        return (EVERYWHERE,)
    return (EVERYWHERE, *GROUPS) if EVERYWHERE in found else GROUPS


def years_of(rows: Iterable[Requirement], first: date, last: date | None) -> tuple[int | None, ...]:
    """Where levels go by year every year of the set, else one line without."""
    years = {row.year for row in rows if row.year}
    if not years:
        return (None,)
    end = last.year if last else max(years)
    return tuple(range(first.year, max(end, first.year) + 1))


def day_of(year: int | None, day: date, last: date | None) -> date:
    """On which day the level of the line is looked up: of another year on its last day in the set."""
    if year in (None, day.year):
        return day
    end = date(year or day.year, 12, 31)
    return min(end, last) if last else end


def place_of(key: LineKey, day: date) -> Place:
    scopes = (key.scope,) if key.scope == EVERYWHERE else (key.scope, EVERYWHERE)
    return Place(scopes, day)


def levels_of_line(
    key: LineKey, rows: Sequence[Requirement], day: date
) -> tuple[Requirement | None, Requirement | None]:
    """The level that holds on the day, and the national one beside it."""
    place = place_of(key, day)
    return in_force(rows, place), in_force([row for row in rows if not row.own], place)


def part_levels(found: Requirement | None, national: Requirement | None, measure: Measure) -> list[PartLevel]:
    """The parts a line offers, in the order of the indicator: those of the level, then what the national one
    says beside, then the indicator's other parts, not looked at. What only conditions name is no part of it.
    """
    mine = list(found.parts) if found else []
    theirs = list(national.parts) if national else []
    have = {(part.part, part.condition) for part in mine}
    offered = mine + [
        PartLevel(part.part, part.comparison, "", part.condition)
        for part in theirs
        if (part.part, part.condition) not in have
    ]
    named = {part.part for part in offered} | {_part_in(part.condition) for part in offered}
    offered += [
        PartLevel(part.key, Comparison.MET if part.kind.is_mark else Comparison.AT_LEAST)
        for part in measure.parts
        if part.key not in named
    ]
    order = [part.key for part in measure.parts]
    return sorted(offered, key=lambda part: order.index(part.part) if part.part in order else len(order))


def condition_words(condition: str, measure: Measure) -> str:
    """ "c > 3" → "khi số trường của xã > 3"; what cannot be read as it is."""
    try:
        found = read_condition(condition)
    except BadPartsError:
        return condition
    name = next((part.name for part in measure.parts if part.key == found.part), f"phần {found.part}")
    return f"khi {name} {_TESTS.get(found.sign, found.sign)} {vietnamese(found.limit)}"


def _part_in(condition: str) -> str:
    try:
        return read_condition(condition).part
    except BadPartsError:
        return ""


def level_words(level: Requirement | None, measure: Measure, of_base: str = "") -> str:
    """ "≥ 42 triệu đồng/người/năm", "đạt", "a) ≥ 98 %; b) đạt"; "chưa có mức" where none is known.

    ``of_base``: of what a level is so many times, "mức của chỉ tiêu 10".
    """
    if level is None or not level.is_known:
        return "chưa có mức"
    main = _main_words(level, measure, of_base)
    return "; ".join(filter(None, (main, *(_part_words(part, measure) for part in level.parts))))


def _main_words(level: Requirement, measure: Measure, of_base: str) -> str:
    if level.comparison is Comparison.MET:
        told = level.text.casefold()
        return "" if level.parts else "đạt" if told in ("", "đạt") else f"đạt ({level.text})"
    said = level.text if level.value is None else vietnamese(level.value)
    if not said:
        return ""
    unit = f"lần {of_base}" if of_base else measure.unit
    return f"{SIGNS[level.comparison]} {_with_unit(said, measure.kind, unit)}"


def _part_words(part: PartLevel, measure: Measure) -> str:
    own = next((one for one in measure.parts if one.key == part.part), None)
    said = "đạt" if part.comparison is Comparison.MET else "chưa có mức"
    if part.level and part.comparison is not Comparison.MET:
        level, unit = part.level.replace(".", ","), own.unit if own else ""
        said = f"{SIGNS[part.comparison]} {_with_unit(level, own.kind if own else measure.kind, unit)}"
    when = condition_words(part.condition, measure) if part.condition else ""
    return f"{part.part}) {said} {when}".strip()


def _with_unit(said: str, kind: Kind, unit: str) -> str:
    """ "70%", "42 triệu đồng/người/năm"; of a level "mức độ 2", and "Khá" without its "xếp loại"."""
    if kind is Kind.LEVEL:
        return f"{unit} {said}".strip() if said.isdecimal() else said
    return f"{said}{'' if unit in ('', '%') else ' '}{unit}"


def is_whole(level: Requirement | None) -> bool:
    """Whether it says a level for everything it names: only such a one can be confirmed."""
    if level is None or not level.is_readable:
        return False
    if not all(part.level or part.comparison is Comparison.MET for part in level.parts):
        return False
    return level.comparison is Comparison.MET or level.value is not None or bool(level.text)


def is_confirmed(level: Requirement | None) -> bool:
    return level is not None and level.confirmed and is_whole(level)


def is_figure(kind: Kind) -> bool:
    """Whether a level of the kind is a figure; else it is words, or a mark."""
    return not kind.is_mark and kind is not Kind.LEVEL


def count_confirmed(lines: Iterable[tuple[str, bool]]) -> int:
    """Of (number, confirmed) how many indicators have every line confirmed."""
    pairs = list(lines)
    left = {number for number, confirmed in pairs if not confirmed}
    return len({number for number, _ in pairs} - left)
