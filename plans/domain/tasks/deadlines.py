"""Deadlines as plans print them: "Quý III, IV/2023", "trước ngày 01/12/2023" → days, or nothing.

Nothing is guessed. A text is read only as a whole: where a figure or a word of time is left over, where a day
does not exist or a range runs backwards, it has no days and the text alone stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from ntm.text import clean

from .printed_days import Part, scan

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """From the first day to the last, both included; open at the end that is None."""

    date_from: date | None
    date_to: date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline inside a text: the words before it, itself as printed; ``due`` None: it cannot be read."""

    words: str
    text: str
    due: Due | None
    end: int = field(default=0, compare=False, repr=False)  # its place in the text


def read_due(text: str, year: int | None = None) -> Due | None:
    """The days of a text that says one deadline, or several of which the last counts.

    ``year`` holds where the text names none: that of a plan for one year.
    """
    text = clean(text)
    found = _find(text, year)
    if not found or _LEFT_OVER.search(_rest(text, found)):
        return None
    due = found[0].due
    for one in found[1:]:
        due = _both(due, one) if due and one.due else None
    return due


def find_dues(text: str, year: int | None = None) -> tuple[Dated, ...]:
    """Every deadline in the text, in its order, whatever else the text says."""
    return tuple(_find(clean(text), year))


def is_deadline(text: str) -> bool:
    """Whether the text says nothing but when, readable or not: "trước ngày 31/11/2023"."""
    text = clean(text)
    return bool(found := _find(text, None)) and not _rest(text, found).strip(_TRIM)


def is_standing(text: str) -> bool:
    """Whether the text says that the thing is done again and again: "thường xuyên", "hằng năm"."""
    return bool(_AGAIN.search(clean(text)))


_TRIM = " .,;:-–•+()"
_LEFT_OVER = re.compile(
    r"\d|\b(?:ngày|tháng|quý|năm|tuần|trước|sau|hằng|hàng|khi|hoặc|thường xuyên|định kỳ)\b", re.IGNORECASE
)
_AGAIN = re.compile(
    r"\b(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần|ngày)\b|\b(?:thường xuyên|định kỳ|liên tục)\b", re.IGNORECASE
)


def _find(text: str, year: int | None) -> list[Dated]:
    found: list[Dated] = []
    for group in _groups(text):
        start, end = group[0].start, group[-1].end
        words = text[found[-1].end if found else 0 : start].strip(_TRIM)
        found.append(Dated(words, text[start:end], _due_of(group, year), end))
    return found


def _rest(text: str, found: Sequence[Dated]) -> str:
    """What the text says besides its deadlines."""
    starts = [one.end - len(one.text) for one in found]
    ends = [0, *(one.end for one in found)]
    return " ".join(text[end:start] for end, start in zip(ends, [*starts, len(text)], strict=True))


def _both(due: Due, other: Dated) -> Due | None:
    """Two deadlines of one text. With words between they are of two things, of which the last counts; without
    any the second says more exactly when: "Quý III/2023 (trước ngày 15/9/2023)".
    """
    end = other.due.date_to if other.due else None
    if other.due is None or end is None or due.date_to is None:
        return None
    if not other.words:
        start = due.date_from or end
        return Due(due.date_from, end) if start <= end <= due.date_to else None
    starts = [one for one in (due.date_from, other.due.date_from) if one]
    return Due(min(starts) if len(starts) == 2 else None, max(due.date_to, end))


# Words before a day or period: how it bounds the time.
_BEFORE, _AFTER, _FROM, _TO, _VAGUE = "before", "after", "from", "to", "vague"
_BOUNDS = {
    "trước": _BEFORE,
    "sau": _AFTER,
    "kể từ": _FROM,
    "bắt đầu từ": _FROM,
    "bắt đầu": _FROM,
    "từ": _FROM,
    "chậm nhất": _TO,
    "muộn nhất": _TO,
    "không muộn hơn": _TO,
    "không quá": _TO,
    "đến": _TO,
    "tới": _TO,
    "hết": _TO,
    "cuối": _TO,
    "xong": _TO,
    "đầu": _VAGUE,
    "giữa": _VAGUE,
    "khoảng": _VAGUE,
    "trong": "",
    "vào": "",
    "là": "",
    "ngày": "",
    "thời điểm": "",
}
_WORD = "|".join(sorted(_BOUNDS, key=len, reverse=True))
_BOUND = re.compile(rf"(?<!\w)(?:(?:{_WORD})(?!\w)[\s:,]*)+$", re.IGNORECASE)
_EACH = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)", re.IGNORECASE)
_LONGEST = 60  # letters of the words before a day that bound it
_LIST = re.compile(r"[\s,;&+]*(?:và)?[\s,;&+]*", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–]\s*")


@dataclass(frozen=True, slots=True)
class _Point:
    """A day or period with the words that bound it; ``start`` and ``end`` are places in the text."""

    part: Part
    bounds: frozenset[str]
    start: int
    end: int
    joined: str = ""  # to the point before it: "range", "list" or not at all


def _groups(text: str) -> Iterator[list[_Point]]:
    """The points of the text, those together that say one deadline."""
    group: list[_Point] = []
    for point in _points(text):
        if group and not point.joined:
            yield group
            group = []
        group.append(point)
    if group:
        yield group


def _points(text: str) -> Iterator[_Point]:
    end = 0
    for part in scan(text):
        gap = text[end : part.start]
        bound = _BOUND.search(gap, max(0, len(gap) - _LONGEST))
        words = (
            {_BOUNDS[" ".join(one.lower().split())] for one in _EACH.findall(bound[0])} if bound else set()
        )
        bounds = frozenset(words - {""})
        before = gap[: bound.start()] if bound else gap
        start = part.start - len(bound[0]) if bound else part.start
        if not part.bare or bounds or part.is_all_of(text):
            yield _Point(part, bounds, start, part.end, _join(before, bounds) if end else "")
            end = part.end


def _join(gap: str, bounds: frozenset[str]) -> str:
    if _DASH.fullmatch(gap) or (_TO in bounds and not gap.strip()):
        return "range"
    return "list" if _LIST.fullmatch(gap) and not bounds else ""


def _due_of(group: Sequence[_Point], year: int | None) -> Due | None:
    days: list[Due] = []
    nearest: Part | None = None
    for point in reversed(group):  # what a point leaves out stands with the next: "từ 10 đến 12/11/2023"
        part = point.part.completed(nearest, year)
        nearest = part
        if (span := part.days()) is None or _VAGUE in point.bounds:
            return None
        days.insert(0, Due(*span))
    if len(group) == 1:
        return _bounded(days[0], group[0].bounds, is_one=group[0].part.is_one)
    return _joined(group, days)


def _bounded(due: Due, bounds: frozenset[str], *, is_one: bool) -> Due | None:
    """One day or period with its words: "trước ngày 01/12/2023" ends the day before."""
    first, last = due.date_from, due.date_to
    if first is None or last is None or (bounds & {_AFTER, _FROM} and len(bounds) > 1):
        return None
    if _BEFORE in bounds:
        return Due(None, first - _DAY) if is_one else None
    if _AFTER in bounds:
        return Due(last + _DAY, None) if is_one else None
    if _FROM in bounds:
        return Due(first, None) if is_one else due
    return Due(None, last) if _TO in bounds else due


def _joined(group: Sequence[_Point], days: Sequence[Due]) -> Due | None:
    """Several as one span: a list from its first to its last, or a range."""
    opening, closing = group[0].bounds, group[-1].bounds
    middle = [point for point in group[1:-1] if point.bounds]
    kinds = {point.joined for point in group[1:]}
    if middle or len(kinds) > 1 or (kinds == {"range"} and len(group) > 2) or opening - {_FROM, _TO}:
        return None
    ends = [one.date_to for one in days if one.date_to]
    if any(later <= sooner for sooner, later in pairwise(ends)):
        return None
    end = _bounded(days[-1], closing & {_BEFORE, _TO}, is_one=group[-1].part.is_one)
    if end is None or end.date_to is None:
        return None
    if kinds == {"list"} and _FROM in opening:
        return None
    span = replace(end, date_from=None if _TO in opening else days[0].date_from)
    if span.date_from and span.date_to and span.date_to < span.date_from:
        return None
    return span
