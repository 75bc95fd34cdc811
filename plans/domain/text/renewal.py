"""What a plan becomes in the next round: its years, and the years in its titles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_YEAR = re.compile(r"(?<![\d/])20\d\d(?!\d)")  # not the year of a date: "08/3/2022"


@dataclass(frozen=True, slots=True)
class Years:
    first: int
    last: int
    baseline: int

    @property
    def following(self) -> "Years":
        """As many years again, from the last one on; what was reached in it is where they start from."""
        span = self.last - self.first
        return Years(self.last + 1, self.last + 1 + span, self.last)

    def shift_to(self, new: "Years") -> Mapping[int, int]:
        """Old year → new year, of the first and the last one."""
        return {self.first: new.first, self.last: new.last}


def shift_years(text: str, shift: Mapping[int, int]) -> str:
    """ "giai đoạn 2022-2025" with {2022: 2026, 2025: 2029} → "giai đoạn 2026-2029"."""
    return _YEAR.sub(lambda found: str(shift.get(int(found[0]), found[0])), text)


def years_in(text: str) -> frozenset[int]:
    """The years the text speaks of."""
    return frozenset(int(year) for year in _YEAR.findall(text))
