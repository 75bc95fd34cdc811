"""What is proposed for the cells of a sheet beside what people decided, as far as a user sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.models import Commune, District
from criteria.domain.proposals import Tab, decided, ground_of, tab_of
from criteria.domain.values import Kind, Measure, format_result
from criteria.domain.verdicts import Judged

from .gate import Gate, open_gate
from .results import Address, Cell, load_cells
from .sheets import Sheet
from .verdicts import judge_sheet

NO_CELL = Cell()


@dataclass(frozen=True)
class Asked:
    """What the address asks for: codes of a district and a commune, number of a criterion; "" for all."""

    tab: Tab | None = None
    district: District | None = None
    commune: Commune | None = None
    criterion: str = ""
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        return bool(self.district or self.commune or self.criterion)

    def takes(self, commune: Commune) -> bool:
        if self.commune:
            return commune.pk == self.commune.pk
        return self.district is None or commune.district_id == self.district.pk


@dataclass(frozen=True, slots=True)
class Row:
    """A cell that is listed. ``why_closed``: why the user may not write it now, "" where he may."""

    commune: Commune
    judged: Judged
    cell: Cell
    tab: Tab
    why_closed: str

    @property
    def measure(self) -> Measure:
        return self.judged.measure

    @property
    def at(self) -> Address:
        return self.commune.pk, self.measure.key

    @property
    def name(self) -> str:
        """As a page names the cell."""
        return f"{self.commune.code}/{self.measure.key}"

    @property
    def token(self) -> str:
        """What a person saw of the cell: its version, and the mark of what was proposed."""
        return f"{self.name}:{self.cell.version}:{ground_of(self.judged)}"

    @property
    def text(self) -> str:
        return format_result(self.cell.value, self.measure)

    @property
    def query(self) -> str:
        """Where the entry grid shows the cell."""
        table = "" if self.measure.kind is Kind.CRITERION else f"&bang={self.measure.criterion}"
        return f"xa={self.commune.code}{table}"

    @property
    def accepted(self) -> str:
        """What is written when the proposal is taken over."""
        return decided(self.cell.value, self.judged.proposal.state, self.measure)


@dataclass(frozen=True)
class Proposals:
    """``communes``: the ones asked for, of those seen; ``rows``: every listed cell of theirs, in order."""

    gate: Gate
    communes: Sequence[Commune]
    rows: Sequence[Row]

    @cached_property
    def by_tab(self) -> dict[Tab, list[Row]]:
        """Those of which nobody said why they differ stand before the others."""
        found: dict[Tab, list[Row]] = {tab: [] for tab in Tab}
        for row in self.rows:
            found[row.tab].append(row)
        found[Tab.DIFFERING].sort(key=lambda row: bool(row.judged.reason))
        return found

    @cached_property
    def acceptable(self) -> list[Row]:
        """Proposals that the user may take over now."""
        return [row for row in self.by_tab[Tab.OPEN] if not row.why_closed]

    @cached_property
    def unexplained(self) -> int:
        return sum(not row.judged.reason for row in self.by_tab[Tab.DIFFERING])

    def at(self, address: Address) -> Row | None:
        return self._by_address.get(address)

    @cached_property
    def _by_address(self) -> dict[Address, Row]:
        return {row.at: row for row in self.rows}


def read_proposals(
    sheet: Sheet, user: User, communes: Sequence[Commune], criteria: Iterable[str], today: date
) -> Proposals:
    """Of these communes, each seen by the user, with ``district_id``.

    ``criteria``: numbers of those to look at, none for all.
    """
    narrow = narrowed(sheet, criteria)
    ids = [commune.pk for commune in communes]
    cells = load_cells(narrow, ids, None if narrow is sheet else narrow.measures)
    judged = judge_sheet(narrow, ids, cells)
    gate = open_gate(narrow, user, [(commune.pk, commune.district_id) for commune in communes], today)
    closed = {
        (pk, one.number): gate.why_closed(pk, narrow.criterion_of(one.key))
        for pk in ids
        for one in narrow.criteria
    }
    rows = [
        Row(
            commune,
            one,
            cells.get((commune.pk, key), NO_CELL),
            tab,
            closed[commune.pk, one.measure.criterion],
        )
        for commune in communes
        for key, one in judged.by_commune[commune.pk].items()
        if (tab := tab_of(one)) is not None
    ]
    return Proposals(gate, communes, rows)


def narrowed(sheet: Sheet, criteria: Iterable[str]) -> Sheet:
    """The sheet with the columns of these criteria only; the sheet itself where none is named."""
    wanted = set(criteria)
    if not wanted:
        return sheet
    kept = {key: one for key, one in sheet.measures.items() if one.criterion in wanted}
    return replace(sheet, measures=kept)
