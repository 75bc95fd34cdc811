"""The summary by district: of a plan's targets with what the annex states, or of a period's results."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from communes.domain.names import Unit
from criteria.domain.totals import Reading, Rules, Summary, by_district, summarize
from ntm.numbers import digits_of, plain, vietnamese
from plans.domain.definition import CriterionFacts
from plans.domain.sums import in_style_of
from plans.domain.table import EMPTY, AnnexTable, Cell, RowKind

Stated = Mapping[int | None, Mapping[str, Cell]]  # district id (None: the total row) → column key → cell

RESULT, AVERAGE = "result", "average"
WITHOUT_DISTRICT = "Xã không thuộc huyện"


class Verdict(StrEnum):
    UNSTATED = "unstated"
    SAME = "same"
    DIFFERS = "differs"
    INCOMPLETE = "incomplete"  # communes lack data, so the stated figure cannot be judged yet


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated figure as printed, and the computed one in the same style."""

    stated: str = ""
    computed: str = ""
    verdict: Verdict = Verdict.UNSTATED

    @property
    def differs(self) -> bool:
        return self.verdict is Verdict.DIFFERS


@dataclass(frozen=True, slots=True)
class Line:
    """A district, or with ``unit`` None the province or the communes of no district.

    ``stated``: criterion number, "result" or "average" → the figure the annex states. ``locked``: of how
    many communes the results are fixed; None of targets, which nobody locks.
    """

    position: int
    title: str
    unit: Unit | None
    summary: Summary
    stated: Mapping[str, Figure] = field(default_factory=dict)
    locked: int | None = None

    @property
    def key(self) -> int | None:
        return self.unit.id if self.unit else None

    @property
    def provisional(self) -> bool:
        """Results of which a part may still change."""
        return self.locked is not None and self.locked < self.summary.communes

    @property
    def is_fixed(self) -> bool:
        return not self.provisional

    @property
    def locked_words(self) -> str:
        """How far, where a part is locked and a part is not: "9/115 xã đã chốt"."""
        partly = self.provisional and self.locked
        return f"{self.locked}/{self.summary.communes} xã đã chốt" if partly else ""

    @property
    def differences(self) -> int:
        return sum(figure.differs for figure in self.stated.values())


@dataclass(frozen=True, slots=True)
class Report:
    criteria: tuple[CriterionFacts, ...]
    rules: Rules
    lines: tuple[Line, ...]
    whole: Line

    @property
    def differences(self) -> int:
        return sum(line.differences for line in (*self.lines, self.whole))

    def of_districts(self, seen: Collection[int | None]) -> "Report":
        """The same with the lines of these districts only (None: the communes of no district); the whole
        stays the whole."""
        return replace(self, lines=tuple(line for line in self.lines if line.key in seen))

    @property
    def met_by_criterion(self) -> list[tuple[CriterionFacts, int]]:
        """Over all communes, in the order of the criteria."""
        return [(criterion, self.whole.summary.met[criterion.number]) for criterion in self.criteria]


def make_report(
    *,
    criteria: Sequence[CriterionFacts],
    rules: Rules,
    readings: Iterable[Reading],
    districts: Iterable[Unit],
    title: str,
    stated: Stated | None = None,
    locked: Collection[int] | None = None,
) -> Report:
    """Lines for the districts with communes, in the given order, and one for all (``title``).

    Targets come with what the annex states, results with the ids of the communes that are locked.
    """
    everyone = tuple(readings)
    groups = by_district(everyone, rules)
    units: list[Unit | None] = [unit for unit in districts if unit.id in groups]
    if None in groups:
        units.append(None)
    told = stated or {}
    lines = [
        _line(position, unit, groups[unit.id if unit else None], told if unit else {}, rules)
        for position, unit in enumerate(units, start=1)
    ]
    whole = _line(len(lines) + 1, None, summarize(everyone, rules), told, rules, title=title)
    report = Report(tuple(criteria), rules, tuple(lines), whole)
    return report if locked is None else _with_locked(report, everyone, locked)


def _line(
    position: int, unit: Unit | None, summary: Summary, stated: Stated, rules: Rules, title: str = ""
) -> Line:
    cells = stated.get(unit.id if unit else None, {})
    figures = {key: _compare(summary, rules, key, cell) for key, cell in cells.items()}
    return Line(position, title or (unit.title if unit else WITHOUT_DISTRICT), unit, summary, figures)


def _with_locked(report: Report, readings: Iterable[Reading], locked: Collection[int]) -> Report:
    counts = Counter(reading.district_id for reading in readings if reading.commune_id in locked)
    lines = tuple(replace(line, locked=counts[line.key]) for line in report.lines)
    return replace(report, lines=lines, whole=replace(report.whole, locked=counts.total()))


def stated_sums(table: AnnexTable) -> Stated:
    """What the sum rows state: the district's own row first, what it leaves blank from its "Cộng" row."""
    stated: dict[int | None, dict[str, Cell]] = {}
    for row in table.rows:
        if row.kind is RowKind.UNIT or (row.unit is None and row.kind is not RowKind.TOTAL):
            continue
        mine = stated.setdefault(row.unit.id if row.unit else None, {})
        for key, cell in row.cells.items():
            if cell.value and mine.get(key, EMPTY) == EMPTY:
                mine[key] = cell
    return {key: _figures_only(cells) for key, cells in stated.items()}


def _figures_only(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {key: cell for key, cell in cells.items() if key in (RESULT, AVERAGE) or key.isdecimal()}


def _compare(summary: Summary, rules: Rules, key: str, cell: Cell) -> Figure:
    computed = _average(summary, rules, cell) if key == AVERAGE else _sum(summary, key, cell)
    if computed is None or not summary.is_complete:
        return Figure(cell.text, computed[1] if computed else "", Verdict.INCOMPLETE)
    same = Decimal(cell.value) == computed[0]
    return Figure(cell.text, computed[1], Verdict.SAME if same else Verdict.DIFFERS)


def _sum(summary: Summary, key: str, cell: Cell) -> tuple[Decimal, str]:
    value = Decimal(summary.total if key == RESULT else summary.met.get(key, 0))
    return value, in_style_of(cell.text, value)


def _average(summary: Summary, rules: Rules, cell: Cell) -> tuple[Decimal, str] | None:
    """At the decimals the annex shows: "15,1" agrees with 136 : 9."""
    if not summary.with_data:
        return None
    digits = digits_of(cell.text)
    value = rules.round(Decimal(summary.total) / summary.with_data, digits)
    return value, vietnamese(value, digits)


def as_json(report: Report, *, province: str) -> dict[str, Any]:
    """The JSON of ``summarize``, DESIGN §7; ``province`` is its code."""
    return {
        "province": province,
        "name": report.whole.title,
        **_figures(report.whole),
        "districts": [
            {"code": line.unit.code if line.unit else "", "name": _name(line), **_figures(line)}
            for line in report.lines
        ],
    }


def _name(line: Line) -> str:
    return line.unit.name if line.unit else line.title


def _figures(line: Line) -> dict[str, Any]:
    summary = line.summary
    bands = {part.band.key: part.count for part in summary.bands}
    other = {"other": summary.outside} if summary.outside else {}
    provisional = {} if line.locked is None else {"provisional": line.provisional}
    return {
        "communes": summary.communes,
        "with_data": summary.with_data,
        "average": None if summary.average is None else plain(summary.average),
        "bands": bands | other | {"no_data": summary.no_data},
        "criteria": dict(summary.met),
        "total": summary.total,
        "stated": {key: line.stated[key].stated for key in (RESULT, AVERAGE) if key in line.stated},
        **provisional,
    }


def as_text(report: Report) -> str:
    """The same for people, one row per district, columns aligned."""
    columns = _columns(report)
    lines = (*report.lines, report.whole)
    rows = [list(columns), *([tell(line) for tell in columns.values()] for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows
    )


def _columns(report: Report) -> dict[str, Callable[[Line], str]]:
    """Heading → what it tells of a line. What an annex states concerns targets, locking concerns results."""
    summaries = report.whole.summary
    of_targets: dict[str, Callable[[Line], str]] = {
        "Tổng ghi": lambda line: _stated_text(line, RESULT),
        "Bình quân ghi": lambda line: _stated_text(line, AVERAGE),
    }
    of_results: dict[str, Callable[[Line], str]] = {"Tạm": lambda line: "x" if line.provisional else ""}
    bands = {part.band.key: partial(_band_text, place=place) for place, part in enumerate(summaries.bands)}
    return {
        "Đơn vị": lambda line: line.title,
        "Số xã": lambda line: vietnamese(line.summary.communes),
        "Có số liệu": lambda line: vietnamese(line.summary.with_data),
        "Tổng": lambda line: vietnamese(line.summary.total) if line.summary.with_data else "",
        "Bình quân": lambda line: _average_text(line, report.rules),
        **(of_targets if report.whole.locked is None else of_results),
        **bands,
        "Chưa có": lambda line: str(line.summary.no_data),
    }


def _stated_text(line: Line, key: str) -> str:
    return line.stated[key].stated if key in line.stated else ""


def _average_text(line: Line, rules: Rules) -> str:
    average = line.summary.average
    return "" if average is None else vietnamese(average, rules.digits)


def _band_text(line: Line, place: int) -> str:
    return str(line.summary.bands[place].count) if line.summary.with_data else ""
