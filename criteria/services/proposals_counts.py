"""How many proposals wait and how many decisions differ, by commune and criterion.

Judging a whole province takes a quarter of a second, which is too long for a line on another page. So the
counts are kept, each commune's under a mark of all they rest on: columns, levels, the commune's status, and
the last act that wrote to its results. What changed is counted anew, so nothing outdated is ever told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django.core.cache import cache

from criteria.domain.proposals import Tally, added, tally
from criteria.domain.verdicts import Judged
from criteria.models import Result

from .sheets import Sheet
from .verdicts import judge_sheet, levels_of, places_of

KEPT = 24 * 3600  # seconds
Tallies = Mapping[str, tuple[int, int, int, int]]  # number of the criterion → its tally


@dataclass(frozen=True)
class Counts:
    by_commune: Mapping[int, Tallies]

    def of(self, communes: Iterable[int]) -> Tally:
        return added(one for pk in communes for one in self.by_commune[pk].values())

    def of_criterion(self, number: str) -> Tally:
        return added(one[number] for one in self.by_commune.values())

    @property
    def whole(self) -> Tally:
        return self.of(self.by_commune)


def read_counts(sheet: Sheet, communes: Sequence[int]) -> Counts:
    """Of these communes. Four queries or five; four or five more where a commune must be judged anew."""
    marks = _marks(sheet, communes)
    place = f"proposals:{sheet.subject}"
    kept: dict[int, tuple[str, Tallies]] = cache.get(place, {})
    missing = [pk for pk, mark in marks.items() if kept.get(pk, ("",))[0] != mark]
    if missing:
        judged = judge_sheet(sheet, missing).by_commune
        kept |= {pk: (marks[pk], _tallies(sheet, judged[pk])) for pk in missing}
        cache.set(place, kept, KEPT)
    return Counts({pk: kept[pk][1] for pk in communes})


def _marks(sheet: Sheet, communes: Sequence[int]) -> dict[int, str]:
    shared = blake2s(repr((sheet.measures, levels_of(sheet.period))).encode(), digest_size=8).hexdigest()
    acts = Result.objects.of_sheet(sheet.period, sheet.stage).last_acts(communes)
    places = places_of(sheet.period, communes)
    return {pk: f"{shared} {places[pk]} {acts.get(pk)}" for pk in communes}


def _tallies(sheet: Sheet, cells: Mapping[str, Judged]) -> Tallies:
    inside: dict[str, list[Judged]] = {one.number: [] for one in sheet.criteria}
    for one in cells.values():
        inside[one.measure.criterion].append(one)
    return {number: tuple(tally(several)) for number, several in inside.items()}
