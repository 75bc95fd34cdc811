"""Merged cells of free rows, counted in rows of the annex and not of the sheet, over page breaks too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plans.domain.read import RawSheet

Place = tuple[int, int]  # row and column of the sheet


@dataclass
class Spans:
    """Which cells of one sheet reach how far.

    ``columns``: column key → column of the sheet, in the order of the annex.
    """

    sheet: RawSheet
    columns: Mapping[str, int]
    ends: dict[Place, Place] = field(default_factory=dict)  # first cell of a merged range → its last
    joined: dict[Place, Place] = field(default_factory=dict)  # first cell on a page → that where it began

    def __post_init__(self) -> None:
        for place, first in self.sheet.merged.items():
            self.ends[first] = max(place, self.ends.get(first, first))

    def origin(self, row: int, column: int) -> Place:
        """Where the cell begins that takes this place, if on an earlier page."""
        first = self.sheet.merged.get((row, column), (row, column))
        return self.joined.get(first, first)

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a cell that begins in a row above takes this place."""
        return self.origin(row, column)[0] < row

    def end(self, first: Place) -> int:
        """The last row of the sheet that the cell takes."""
        return self.ends.get(first, first)[0]

    def join_pages(self, last: int, row: int) -> None:
        """Cells that reach to the ``last`` row of a page and go on at ``row``, the first of the next."""
        for column in self.columns.values():
            above, here = self.origin(last, column), (row, column)
            if self.sheet.merged.get(here, here) == here and self._goes_on(above, last, here):
                self.joined[here] = above
                self.ends[above] = (max(self.end(here), self.end(above)), self._right(above))

    def _goes_on(self, above: Place, last: int, here: Place) -> bool:
        """A blank merged cell does; a single one, and the same text again, only below a merged cell."""
        text = self.sheet.text(*above)
        if not text or self.end(above) < last or self._right(above) != self._right(here):
            return False
        is_tall = self.end(above) > above[0]
        goes_down = self.end(here) > here[0]
        said = self.sheet.text(*here)
        return (said == text and (is_tall or goes_down)) or (not said and (is_tall or goes_down))

    def _right(self, first: Place) -> int:
        return self.ends.get(first, first)[1]

    def wide(self, row: int, key: str) -> int:
        """How many columns of the annex the cell takes."""
        first = self.columns[key]
        right = self._right((row, first))
        keys = list(self.columns)
        count = 0
        for other in keys[keys.index(key) :]:
            if not first <= self.columns[other] <= right:
                break
            count += 1
        return max(count, 1)

    def tall(self, row: int, key: str, numbers: Sequence[int]) -> int:
        """How many of the annex's rows the cell takes; ``numbers`` are those of the sheet they stand in."""
        end = self.end((row, self.columns[key]))
        return max(sum(row <= number <= end for number in numbers), 1) if end > row else 1
