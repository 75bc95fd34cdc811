"""What the page of a sheet, and the page that asks before sending, tell of proposals and decisions."""

from collections.abc import Iterable

from criteria.domain.proposals import Tally

from .confirming import CriterionLine
from .lines import UnitLine
from .proposals_counts import Counts, read_counts
from .sheet_page import SheetPage
from .sheets import open_sheet


def _read(page: SheetPage) -> Counts | None:
    """Of the communes that the user sees; None for a set without indicators, which proposes nothing."""
    sheet = open_sheet(page.overview.period, page.stage)
    communes = [one.pk for one in page.overview.communes if one.pk in page.overview.seen]
    return read_counts(sheet, communes) if sheet.indicators else None


def proposals_beside(page: SheetPage) -> Tally | None:
    """Of the whole sheet as the user sees it."""
    counts = _read(page)
    return counts and counts.whole


def unexplained_in(page: SheetPage, lines: Iterable[UnitLine | CriterionLine]) -> int:
    """How many decisions of these units differ from what is proposed, and nobody said why."""
    counts = _read(page)
    return sum(_tally(page, line, counts).unexplained for line in lines) if counts else 0


def _tally(page: SheetPage, line: UnitLine | CriterionLine, counts: Counts) -> Tally:
    communes = [one.pk for one in page.overview.inside[line.unit.place]]
    if isinstance(line, CriterionLine):
        return Counts({pk: counts.by_commune[pk] for pk in communes}).of_criterion(line.criterion.number)
    return counts.of(communes)
