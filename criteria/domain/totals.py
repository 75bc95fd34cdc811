"""How many criteria the communes of a district or province meet: totals, averages, bands.

A commune of which nothing is known is counted as a commune, and in nothing else: missing is not nought.
docs/summaries.md has the rules with a worked table; the tests quote its figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from ntm.numbers import round_to


@dataclass(frozen=True, slots=True)
class Band:
    """A class of communes by the number of criteria met, both ends included."""

    label: str
    lowest: int
    highest: int

    @property
    def key(self) -> str:
        """ "15-18", or "19" where both ends are the same."""
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"


@dataclass(frozen=True, slots=True)
class Rules:
    """What to count by: the numbers of the criteria, the bands (best first), how averages are rounded."""

    criteria: tuple[str, ...]
    bands: tuple[Band, ...] = ()
    digits: int = 2
    cut: bool = False

    def round(self, value: Decimal, digits: int | None = None) -> Decimal:
        return round_to(value, self.digits if digits is None else digits, cut=self.cut)


@dataclass(frozen=True, slots=True)
class Reading:
    """One commune and the numbers of the criteria it meets; ``met`` None: nothing is known of it."""

    commune_id: int
    district_id: int | None
    met: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class BandCount:
    band: Band
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One group of communes. ``average`` is rounded by the rules, None where no commune has data.

    ``met``: criterion number → communes that meet it. ``outside``: communes with data that fall in no band;
    ``met_all``: those that meet every criterion.
    """

    communes: int
    with_data: int
    met: Mapping[str, int]
    total: int
    average: Decimal | None
    bands: tuple[BandCount, ...]
    outside: int = 0
    met_all: int = 0

    @property
    def no_data(self) -> int:
        return self.communes - self.with_data

    @property
    def is_complete(self) -> bool:
        return self.with_data == self.communes


def summarize(readings: Iterable[Reading], rules: Rules) -> Summary:
    """Add up one group of communes."""
    everyone = tuple(readings)
    known = [reading.met for reading in everyone if reading.met is not None]
    counts = [sum(number in met for number in rules.criteria) for met in known]
    total = sum(counts)
    bands = tuple(
        BandCount(band, sum(band.lowest <= count <= band.highest for count in counts)) for band in rules.bands
    )
    return Summary(
        communes=len(everyone),
        with_data=len(known),
        met={number: sum(number in met for met in known) for number in rules.criteria},
        total=total,
        average=rules.round(Decimal(total) / len(known)) if known else None,
        bands=bands,
        outside=len(known) - sum(part.count for part in bands),
        met_all=sum(count == len(rules.criteria) for count in counts),
    )


def by_district(readings: Iterable[Reading], rules: Rules) -> dict[int | None, Summary]:
    """Each district's summary by its id; None: of the communes that lie in no district."""
    in_order = sorted(readings, key=_district)
    return {
        (district or None): summarize(group, rules) for district, group in groupby(in_order, key=_district)
    }


def _district(reading: Reading) -> int:
    return reading.district_id or 0
