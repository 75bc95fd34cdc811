"""The page "Đề xuất và kết luận", put together for its templates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator

from accounts.models import FigureChange, User
from communes.models import Commune, District
from criteria.domain.progress import names
from criteria.domain.proposals import TAB_NAMES, WHY_NAMES, Tab, Tally
from criteria.domain.values import Measure
from criteria.domain.verdicts import Why

from .proposals import Asked, Proposals, Row, read_proposals
from .proposals_batch import Recent, recent_batches
from .proposals_counts import read_counts
from .results import Address
from .sheets import Sheet

FEW = 60  # communes whose every column is judged at one go; of more a district or a criterion is chosen first
ROWS = {Tab.DIFFERING: 50, Tab.OPEN: 100, Tab.GROUNDLESS: 1000}
NAMED = 6  # communes told by name


@dataclass(frozen=True, slots=True)
class Line:
    """A district or a criterion of the overview; ``query`` narrows the page to it."""

    title: str
    query: str
    tally: Tally


@dataclass(frozen=True)
class OverviewPage:
    """Where to begin, when there is too much for one page."""

    districts: Sequence[Line]
    criteria: Sequence[Line]
    whole: Tally


def read_overview_page(
    sheet: Sheet, communes: Sequence[Commune], districts: Sequence[District]
) -> OverviewPage:
    counts = read_counts(sheet, [commune.pk for commune in communes])
    inside = {one: [commune.pk for commune in communes if commune.district_id == one.pk] for one in districts}
    return OverviewPage(
        [Line(one.title, f"huyen={one.code}", counts.of(inside[one])) for one in districts],
        [
            Line(f"{one.number}. {one.short_name}", f"tieuchi={one.number}", counts.of_criterion(one.number))
            for one in sheet.criteria
        ],
        counts.whole,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The open proposals of a commune; ``acceptable``: how many of them, on every page, may be taken over."""

    commune: Commune
    rows: Sequence[Row]
    acceptable: int


@dataclass(frozen=True, slots=True)
class Lack:
    """An indicator for which nothing can be proposed, and where."""

    measure: Measure
    communes: Sequence[Commune]
    decided: int

    @property
    def named(self) -> str:
        return names([one.name for one in self.communes], NAMED)


@dataclass(frozen=True, slots=True)
class LackGroup:
    why: Why
    title: str
    cells: int
    lacks: Sequence[Lack]


@dataclass(frozen=True, slots=True)
class Typed:
    """A reason that could not be stored: as typed, and why not."""

    text: str
    error: str


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A decision that differs; ``change`` is the last one of its figure or mark: by whom, when."""

    row: Row
    change: FigureChange | None
    text: str
    error: str


@dataclass(frozen=True)
class ProposalsPage:
    """``told``: cell → what the history says of its figure last; only of the rows on the page."""

    asked: Asked
    tab: Tab
    found: Proposals
    rows: "Page[Row]"
    told: Mapping[Address, FigureChange]
    recent: Sequence[Recent]
    typed: Mapping[str, Typed]

    @property
    def tabs(self) -> list[tuple[Tab, str, int]]:
        return [(tab, name, len(self.found.by_tab[tab])) for tab, name in TAB_NAMES.items()]

    @cached_property
    def closed(self) -> list[tuple[str, int]]:
        """Why cells of this view cannot be written, with how many."""
        if self.tab is Tab.GROUNDLESS:
            return []
        return Counter(row.why_closed for row in self.found.by_tab[self.tab] if row.why_closed).most_common()

    @cached_property
    def writable(self) -> bool:
        return any(not row.why_closed for row in self.rows)

    @cached_property
    def sections(self) -> list[Section]:
        counts = Counter(row.commune.pk for row in self.found.acceptable)
        groups = groupby(self.rows, key=lambda row: row.commune)
        return [Section(commune, list(rows), counts[commune.pk]) for commune, rows in groups]

    @property
    def shown(self) -> str:
        """Every proposal that may be taken over, as the person sees it now."""
        return " ".join(row.token for row in self.found.acceptable)

    @cached_property
    def differing(self) -> list[DecidedLine]:
        return [self._decided(row) for row in self.rows]

    def _decided(self, row: Row) -> DecidedLine:
        kept = self.typed.get(row.name, Typed(row.judged.reason, ""))
        return DecidedLine(row, self.told.get(row.at), kept.text, kept.error)

    @cached_property
    def lacks(self) -> list[LackGroup]:
        """The rows without a proposal by why, then by indicator."""
        by_why: dict[Why, dict[str, list[Row]]] = {why: {} for why in WHY_NAMES}
        for row in self.found.by_tab[Tab.GROUNDLESS]:
            inside = by_why.setdefault(row.judged.proposal.why, {})
            inside.setdefault(row.measure.key, []).append(row)
        return [_lack_group(why, inside) for why, inside in by_why.items() if inside]

    @property
    def place(self) -> str:
        """To which part the page is narrowed; "" where it is not."""
        if self.asked.commune:
            return self.asked.commune.title
        return self.asked.district.title if self.asked.district else ""


def _lack_group(why: Why, inside: Mapping[str, Sequence[Row]]) -> LackGroup:
    lacks = [
        Lack(rows[0].measure, [row.commune for row in rows], sum(row.judged.is_decided for row in rows))
        for rows in inside.values()
    ]
    lacks.sort(key=lambda one: _order(one.measure.number))
    return LackGroup(why, WHY_NAMES.get(why, WHY_NAMES[Why.UNCLEAR]), sum(map(len, inside.values())), lacks)


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in number.split("."))


def read_page(
    sheet: Sheet,
    user: User,
    seen: Sequence[Commune],
    asked: Asked,
    today: date,
    typed: Mapping[str, Typed] | None = None,
) -> ProposalsPage:
    """Of the communes asked for among those seen. Without a view asked for, the first that has rows.

    ``typed``: name of a cell → a reason that could not be stored; those cells come first.
    """
    communes = [commune for commune in seen if asked.takes(commune)]
    criteria = [asked.criterion] if asked.criterion else []
    found = read_proposals(sheet, user, communes, criteria, today)
    tab = asked.tab or next((tab for tab, rows in found.by_tab.items() if rows), Tab.OPEN)
    listed = sorted(found.by_tab[tab], key=lambda row: row.name not in typed) if typed else found.by_tab[tab]
    rows = Paginator(listed, ROWS[tab]).get_page(1 if typed else asked.page)
    return ProposalsPage(
        asked=asked,
        tab=tab,
        found=found,
        rows=rows,
        told=told_last(sheet, rows) if tab is Tab.DIFFERING else {},
        recent=recent_batches(sheet, communes) if tab is Tab.OPEN else [],
        typed=typed or {},
    )


def differing_rows(
    sheet: Sheet, user: User, seen: Sequence[Commune], asked: Asked, today: date
) -> Sequence[Row]:
    """All of them, in the order of the page."""
    communes = [commune for commune in seen if asked.takes(commune)]
    criteria = [asked.criterion] if asked.criterion else []
    return read_proposals(sheet, user, communes, criteria, today).by_tab[Tab.DIFFERING]


def told_last(sheet: Sheet, rows: Any) -> dict[Address, FigureChange]:
    """Cell → the last change of its figure or mark; one query."""
    places = {row.at for row in rows}
    if not places:
        return {}
    changes = FigureChange.objects.last_told(sheet.subject, *map(set, zip(*places, strict=True)))
    found: dict[Address, FigureChange] = {}
    for one in changes:
        found.setdefault((one.commune_id, one.key), one)
    return found
