"""Where the pages of a table begin, from how high its lines and its merged cells are.

A merged cell says its text again on each page, so every part of it must be high enough for all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from .lines import Line
from .looks import KEEPS_LAST, KEEPS_NEXT

_SAFETY = 0.5  # mm a page keeps free, since two programs never measure quite the same
_TALL = 0.9  # of a page: what is higher goes on over pages


@dataclass(frozen=True, slots=True)
class Heights:
    """mm. ``lines``: each line without its merged cells; ``cells``: what the merged cell that begins at
    (line, place) wants; ``first`` and ``room``: what the first and the other pages hold; ``tail``: what
    stands below the last line.
    """

    lines: tuple[float, ...]
    cells: Mapping[tuple[int, int], float]
    first: float
    room: float
    tail: float = 0
    head: tuple[float, ...] = ()  # each row of the heading


@dataclass(frozen=True, slots=True)
class Layout:
    """A table on its pages. ``starts``: the lines that begin a page, the first one aside; ``heights``: of
    each line, mm; ``slack``: mm that stay free at the foot of each page but the last; ``head``: of each row
    of the heading, mm.
    """

    starts: tuple[int, ...]
    heights: tuple[float, ...]
    slack: tuple[float, ...]
    head: tuple[float, ...] = ()


def lay_out(lines: Sequence[Line], heights: Heights) -> Layout:
    """Pages as full as they can be; a heading is never last on its page and a total never first."""
    starts = _starts(lines, heights)
    pages = list(zip((0, *starts), (*starts, len(lines)), strict=True))
    grown = [_grown(lines, heights, start, end) for start, end in pages]
    rooms = [heights.first, *[heights.room] * (len(pages) - 1)]
    slack = [room - sum(page) for room, page in zip(rooms, grown, strict=True)]
    set_high = tuple(height for page in grown for height in page)
    return Layout(tuple(starts), set_high, tuple(slack[:-1]), heights.head)


def _starts(lines: Sequence[Line], heights: Heights) -> list[int]:
    starts: list[int] = []
    start, room = 0, heights.first
    if lines and sum(_grown(lines, heights, 0, 1)) > room:
        room = heights.room  # the table goes to the next page as a whole
    while start < len(lines):
        end = _fitting(lines, heights, start, room)
        if end == len(lines):
            fits = sum(_grown(lines, heights, start, end)) + heights.tail <= room - _SAFETY
            if fits or end - start == 1:
                break
            end -= 1
        start, room = _kept(lines, start, end), heights.room
        starts.append(start)
    return starts


def _fitting(lines: Sequence[Line], heights: Heights, start: int, room: float) -> int:
    """The end of the page that begins with ``start``; it holds one line at least."""
    end = start + 1
    while end < len(lines) and sum(_grown(lines, heights, start, end + 1)) <= room - _SAFETY:
        end += 1
    return end


def _kept(lines: Sequence[Line], start: int, end: int) -> int:
    """A page's end before what must not be torn apart; where nothing else would stay on it, as it was."""
    earlier = end
    while earlier > start + 1 and (
        lines[earlier - 1].kind in KEEPS_NEXT or lines[earlier].kind in KEEPS_LAST
    ):
        earlier -= 1
    torn = lines[earlier - 1].kind in KEEPS_NEXT or lines[earlier].kind in KEEPS_LAST
    return end if torn else earlier


def _grown(lines: Sequence[Line], heights: Heights, start: int, end: int) -> list[float]:
    """The heights of a page's lines: the last line of a merged cell makes up for what it wants more."""
    made = list(heights.lines[start:end])
    spans = (
        (min(line + lines[line].rows[place], end), max(line, start), wanted)
        for (line, place), wanted in heights.cells.items()
        if line < end and line + lines[line].rows[place] > start
    )
    for bottom, top, wanted in sorted(spans):
        missing = wanted - sum(made[top - start : bottom - start])
        made[bottom - 1 - start] += max(missing, 0)
    return made


def tall_lines(heights: Heights) -> list[int]:
    return [place for place, height in enumerate(heights.lines) if height > heights.room * _TALL]


def tall_cells(heights: Heights) -> list[tuple[int, int]]:
    return [place for place, height in heights.cells.items() if height > heights.room * _TALL]


def unmerged(lines: Sequence[Line], cells: Sequence[tuple[int, int]]) -> tuple[Line, ...]:
    """With the text of these merged cells in their first line only, the others blank."""
    made = list(lines)
    for top, place in cells:
        columns = made[top].columns[place]
        for line in range(top, top + made[top].rows[place]):
            rows, spans = list(made[line].rows), list(made[line].columns)
            rows[place : place + columns] = [1, *[0] * (columns - 1)]
            spans[place : place + columns] = [columns, *[0] * (columns - 1)]
            made[line] = replace(made[line], rows=tuple(rows), columns=tuple(spans))
    return tuple(made)


def divided(lines: Sequence[Line], heights: Heights, tall: Sequence[int]) -> list[tuple[Line, bool]]:
    """The lines, each of the tall ones as several of half a page at most; True for what goes on."""
    found: list[tuple[Line, bool]] = []
    for place, line in enumerate(lines):
        count = ceil(heights.lines[place] / (heights.room / 2)) if place in tall else 1
        if count == 1:
            found.append((line, False))
            continue
        for above in range(len(found)):
            found[above] = (_stretched(found[above][0], above, len(found), count - 1), found[above][1])
        found += [(piece, number > 0) for number, piece in enumerate(_pieces(line, count))]
    return found


def _stretched(line: Line, at: int, below: int, by: int) -> Line:
    """With the cells that reach beyond ``below`` as many lines longer."""
    if not line.rows:
        return line
    return replace(line, rows=tuple(rows + by if at + rows > below else rows for rows in line.rows))


def _pieces(line: Line, count: int) -> list[Line]:
    """The line as several: its own texts in pieces, its merged cells over all of them."""
    size = len(line.texts)
    rows, columns = line.rows or (1,) * size, line.columns or (1,) * size
    longest = max(len(text) for place, text in enumerate(line.texts) if rows[place] == 1)
    texts = [
        chunks(text, ceil(len(text) * count / longest)) if rows[place] == 1 and text else [text]
        for place, text in enumerate(line.texts)
    ]
    first = replace(
        line,
        texts=tuple(parts[0] for parts in texts),
        rows=tuple(n + count - 1 if n > 1 else n for n in rows),
        columns=columns,
    )
    below = [n if rows[place] == 1 else 0 for place, n in enumerate(columns)]
    others = [
        replace(
            line,
            texts=tuple(parts[number] if number < len(parts) else "" for parts in texts),
            rows=tuple(min(1, n) for n in below),
            columns=tuple(below),
        )
        for number in range(1, count)
    ]
    return [first, *others]


def chunks(text: str, count: int) -> list[str]:
    """The text in at most so many pieces of about one length, cut between words."""
    words = text.split(" ")
    starts = accumulate((len(word) + 1 for word in words[:-1]), initial=0)
    made: list[list[str]] = [[] for _ in range(count)]
    for word, start in zip(words, starts, strict=True):
        made[start * count // (len(text) + 1)].append(word)
    return [" ".join(piece) for piece in made if piece]
