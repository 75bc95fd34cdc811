"""What a commune lacks to a whole set: that of a period, and that of the tier after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from criteria.domain.shortfall import Shortfall, find_shortfall, nearest_day, tier_after
from criteria.models import CriteriaSet, ReportingPeriod

from .results import Address, Cell, load_cells
from .sheets import communes_of, open_sheet
from .verdicts import Verdicts, judge_sheet


def shortfall_of(found: Verdicts, commune_id: int, cells: Mapping[Address, Cell]) -> Shortfall:
    """``cells``: the stored ones, with what remains to be done; those of other communes are left aside."""
    mine = {key: cell for (commune, key), cell in cells.items() if commune == commune_id}
    return find_shortfall(
        found.by_commune[commune_id],
        found.levels[commune_id],
        {key: cell.value for key, cell in mine.items()},
        {key: cell.works for key, cell in mine.items()},
    )


@dataclass(frozen=True)
class NextTier:
    """What a commune lacks to the tier after that of a period's set.

    ``criteria_set`` None: no set of it is in force on the period's last day; ``period`` None: the province
    has none by that set; ``is_inside``: the commune is judged in it; ``shortfall`` None: nothing is stated.
    """

    name: str
    criteria_set: CriteriaSet | None = None
    period: ReportingPeriod | None = None
    is_inside: bool = False
    shortfall: Shortfall | None = None


def read_next_tier(period: ReportingPeriod, commune_id: int) -> NextTier | None:
    """At the official step of the province's period by a set of the next tier; None behind the last tier.

    Of several periods the latest that ends on or before this one, else the first after it.
    """
    tier = tier_after(period.criteria_set.tier)
    if not tier:
        return None
    name = CriteriaSet.Tier(tier).label
    sets = list(CriteriaSet.objects.of_tier(tier, period.last_day))
    if not sets:
        return NextTier(name)
    periods = {row.last_day: row for row in ReportingPeriod.objects.of_sets(period.province_id, sets)}
    day = nearest_day(period.last_day, periods)
    if day is None:
        return NextTier(name, sets[0])
    return _read(name, periods[day], commune_id)


def _read(name: str, period: ReportingPeriod, commune_id: int) -> NextTier:
    if not communes_of(period).filter(pk=commune_id).exists():
        return NextTier(name, period.criteria_set, period)
    sheet = open_sheet(period, period.official_stage)
    cells = load_cells(sheet, [commune_id], works=True)
    if not any(cell.value.has_data for cell in cells.values()):
        return NextTier(name, period.criteria_set, period, is_inside=True)
    found = judge_sheet(sheet, [commune_id], cells)
    return NextTier(name, period.criteria_set, period, True, shortfall_of(found, commune_id, cells))
