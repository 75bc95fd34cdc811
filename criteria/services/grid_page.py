"""One page of the entry grid, put together for the template: sections, lines, heads of columns, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.core.paginator import Page, Paginator

from accounts.models import User
from communes.models import Commune, District
from criteria.domain.grid import ONLY_NAMES, Count, Grid, GridCell, GridRow, Only
from criteria.domain.stages import Stage, SubmissionState
from criteria.domain.values import Measure
from criteria.domain.verdicts import Judged
from criteria.models import Criterion, Submission

from .gate import Gate, open_gate
from .grid import CRITERIA, WHOLE, Standing, columns_of, last_sheet, read_grid, standing_of
from .results import load_cells
from .sheets import Sheet, communes_of
from .verdicts import Verdicts, judge_sheet

ROWS = 40  # of one page
LETTERS = 7  # a narrow column shows so many beside the sign of a proposal


@dataclass(frozen=True)
class Choice:
    """What the address asks for. ``district`` and ``communes`` narrow what the user sees, empty does not."""

    table: str = CRITERIA
    only: Only = Only.ALL
    district: District | None = None
    communes: frozenset[str] = frozenset()
    page: int = 1

    def takes(self, commune: Commune) -> bool:
        inside = self.district is None or commune.district_id == self.district.pk
        return inside and (not self.communes or commune.code in self.communes)


def communes_seen(sheet: Sheet, user: User) -> list[Commune]:
    """The communes of the period the user may see, in order, with their ``district_id``; one query."""
    return list(communes_of(sheet.period).visible_to(user))


def districts_around(communes: Iterable[Commune]) -> list[District]:
    """The districts in which the communes lay on the period's last day, in order; at most one query."""
    return list(District.objects.filter(pk__in={row.district_id for row in communes if row.district_id}))


@dataclass(frozen=True, slots=True)
class Line:
    """A commune with its cells: key of the column, whether that is a verdict, the cell, what is proposed."""

    commune: Commune
    cells: tuple[tuple[str, bool, GridCell, Judged], ...]
    count: Count
    standing: Standing


@dataclass(frozen=True)
class Section:
    """The communes of one district, or those of none."""

    district: District | None
    lines: tuple[Line, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Head:
    """A column with its count; ``standing`` where it is sent by itself (departments); ``is_long``: with texts
    like "32,2/38,5" or "a) 98; b) 1", which a narrow column cuts off."""

    measure: Measure
    is_verdict: bool
    count: Count
    standing: Standing | None
    title: str
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A state the figures were brought into; ``criteria``: numbers of those sent by themselves."""

    criteria: str
    unit: Submission


@dataclass(frozen=True)
class GridPage:
    """``hits``: how many cells each filter is about; empty where not all of the communes were read.

    ``verdicts``: of the communes on the page.
    """

    choice: Choice
    gate: Gate
    last: Sheet | None
    grid: Grid
    rows: "Page[GridRow]"
    hits: dict[Only, int]
    verdicts: Verdicts
    seen: Sequence[Commune]
    chosen: Sequence[Commune]
    districts: Sequence[District]

    @cached_property
    def shown(self) -> Grid:
        return Grid(self.grid.columns, tuple(self.rows))

    @cached_property
    def heads(self) -> list[Head]:
        apart = self.gate.sheet.stage is Stage.DEPARTMENT
        communes = [row.commune_id for row in self.rows]
        return [
            Head(
                measure,
                verdict,
                count,
                standing_of(self.gate, communes, [measure]) if apart else None,
                self._title(measure),
                letters > LETTERS,
            )
            for measure, verdict, count, letters in zip(
                self.shown.columns,
                self.shown.verdicts,
                self.shown.column_counts,
                self.shown.longest,
                strict=True,
            )
        ]

    def _title(self, measure: Measure) -> str:
        """The whole name; over the whole set with that of the criterion."""
        named = f"{measure.number}. {measure.name}"
        if self.choice.table != WHOLE:
            return named
        criterion = self.gate.sheet.criterion_of(measure.key)
        return f"Tiêu chí {criterion.number} ({criterion.short_name}): {named}"

    @cached_property
    def sections(self) -> list[Section]:
        by_id = {commune.pk: commune for commune in self.chosen}
        districts = {district.pk: district for district in self.districts}
        lines = [self._line(by_id[row.commune_id], row) for row in self.rows]
        return [
            self._section(districts.get(district), tuple(group))
            for district, group in groupby(lines, key=lambda line: line.commune.district_id)
        ]

    def _line(self, commune: Commune, row: GridRow) -> Line:
        keys = [measure.key for measure in self.shown.columns]
        judged = self.verdicts.by_commune[commune.pk]
        cells = zip(keys, self.shown.verdicts, row.cells, (judged[key] for key in keys), strict=True)
        standing = standing_of(self.gate, [commune.pk], self.grid.columns)
        return Line(commune, tuple(cells), self.shown.row_count(row), standing)

    def _section(self, district: District | None, lines: tuple[Line, ...]) -> Section:
        communes = [line.commune.pk for line in lines]
        return Section(district, lines, standing_of(self.gate, communes, self.grid.columns))

    @cached_property
    def moved(self) -> list[Moved]:
        """What became of the figures of one unit: each return with its reason, the rest by state."""
        numbers = {row.pk: row.number for row in self.gate.sheet.rows.values() if isinstance(row, Criterion)}
        named = [(numbers.get(unit.criterion_id, ""), unit) for unit in self.standing.moved]
        named.sort(key=lambda one: (not _is_returned(one[1]), one[1].state))
        return [
            Moved(", ".join(filter(None, (number for number, _ in group))), group[0][1])
            for _, several in groupby(named, key=_together)
            if (group := list(several))
        ]

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.gate, [row.commune_id for row in self.rows], self.grid.columns)

    @cached_property
    def choices(self) -> list[tuple[District | None, list[Commune]]]:
        """The communes to choose from, by district: those of the chosen one, or all that are seen."""
        district = self.choice.district
        offered = [row for row in self.seen if district is None or row.district_id == district.pk]
        by_id = {one.pk: one for one in self.districts}
        return [
            (by_id.get(key), list(group)) for key, group in groupby(offered, key=lambda row: row.district_id)
        ]

    @property
    def offered(self) -> int:
        return sum(len(communes) for _, communes in self.choices)

    @cached_property
    def has_sections(self) -> bool:
        """Whether the communes of the choice lie in more than one district."""
        return len({commune.district_id for commune in self.chosen}) > 1

    @property
    def is_one_unit(self) -> bool:
        """Whether all of the choice is sent together (by departments: criterion by criterion)."""
        return len(self.chosen) == 1 or bool(
            self.chosen and self.chosen[0].district_id and not self.has_sections
        )

    @cached_property
    def place(self) -> str:
        """Of what: the one commune or district, else the province."""
        if len(self.chosen) == 1:
            return self.chosen[0].title
        inside = {commune.district_id for commune in self.chosen}
        only = [district for district in self.districts if {district.pk} == inside]
        return only[0].title if only else self.gate.sheet.period.province.title

    @property
    def size(self) -> str:
        """How much is shown, on all pages."""
        return f"{self.rows.paginator.count} xã, {len(self.grid.columns)} cột"

    @property
    def said(self) -> str:
        """How much is shown, and what the filter is about."""
        only = self.choice.only
        return f"{ONLY_NAMES[only]}: {self.hits[only]} ô ở {self.size}" if only else self.size

    @property
    def is_complete(self) -> bool:
        """Whether every commune of the choice stands on this page."""
        return self.rows.paginator.num_pages == 1

    @property
    def width(self) -> int:
        """Of the table, in columns."""
        return len(self.grid.columns) + 2

    @cached_property
    def is_writable(self) -> bool:
        return any(cell.open for row in self.rows for cell in row.cells)

    @cached_property
    def is_yours(self) -> bool:
        """Whether any of the figures is the user's to enter, be it now or not."""
        sheet = self.gate.sheet
        criteria = {sheet.criterion_of(column.key) for column in self.grid.columns}
        return any(self.gate.is_yours(row.commune_id, one) for row in self.rows for one in criteria)


def _is_returned(unit: Submission) -> bool:
    return unit.state == SubmissionState.RETURNED


def _together(named: tuple[str, Submission]) -> tuple[str, str]:
    """What is told in one sentence: every return has its own reason."""
    number, unit = named
    return unit.state, number if _is_returned(unit) else ""


def read_page(
    sheet: Sheet,
    user: User,
    seen: Sequence[Commune],
    districts: Sequence[District],
    choice: Choice,
    today: date,
) -> GridPage:
    """The chosen communes of those seen; a filter looks at all of them, not only at one page's."""
    chosen = [commune for commune in seen if choice.takes(commune)]
    page = Paginator(chosen, ROWS).get_page(choice.page)
    whole = bool(choice.only) or page.paginator.num_pages == 1
    read = chosen if whole else list(page)
    gate = open_gate(sheet, user, [(row.pk, row.district_id) for row in read], today)
    columns, last = columns_of(sheet, choice.table), last_sheet(sheet)
    keys = [column.key for column in columns] if choice.only else None  # a verdict looks at all columns
    stored = load_cells(sheet, [row.pk for row in read], keys, works=True)
    grid = read_grid(gate, columns, [row.pk for row in read], stored, last)
    left = grid.narrowed(choice.only)
    if whole:
        page = Paginator(left.rows, ROWS).get_page(choice.page)
    else:
        page = Page(left.rows, page.number, page.paginator)
    return GridPage(
        choice=choice,
        gate=gate,
        last=last,
        grid=left,
        rows=page,
        hits={only: grid.hits(only) for only in Only} if whole else {},
        verdicts=judge_sheet(sheet, [row.commune_id for row in page], None if choice.only else stored),
        seen=seen,
        chosen=chosen,
        districts=districts,
    )
