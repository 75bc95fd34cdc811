"""Days and periods as they are printed inside a text: "Quý III, IV/2023", "6 tháng đầu năm", "01/12/2023"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

_DAY = timedelta(days=1)
_YEAR_END = 12
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Part:
    """A day or a period. ``months`` is its first and last; ``day`` of a single day; ``year`` and ``months``
    are None where they are not said. ``last_year`` where it is not the same.

    ``bare``: a year without a word before it, which may be any number. ``is_one``: not several in a list.
    """

    start: int
    end: int
    year: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    last_year: int | None = None
    bare: bool = False
    is_one: bool = True
    readable: bool = True

    def is_all_of(self, text: str) -> bool:
        return not (text[: self.start] + text[self.end :]).strip(" .")

    def completed(self, other: "Part | None", year: int | None) -> "Part":
        """What it leaves unsaid, as the part behind it says; ``year`` where neither does."""
        if self.months is None and other and other.day:
            return replace(self, months=other.months, year=other.year)
        if self.year is None:
            return replace(self, year=other.year if other else year)
        return self

    def days(self) -> tuple[date, date] | None:
        """First and last day; None where there are none such, or not enough is said."""
        if not self.readable or self.year is None or self.months is None:
            return None
        first, last = self.months
        try:
            if self.day:
                day = date(self.year, first, self.day)
                return day, day
            return date(self.year, first, 1), _end_of(self.last_year or self.year, last)
        except ValueError:
            return None


def _end_of(year: int, month: int) -> date:
    return date(year + month // _YEAR_END, month % _YEAR_END + 1, 1) - _DAY


def scan(text: str) -> Iterator[Part]:
    """The days and periods in the text, from left to right; of two at one place the longer."""
    place = 0
    ahead = [(match, read, pattern) for pattern, read in _READERS if (match := pattern.search(text))]
    while ahead:
        match, read, _ = min(ahead, key=lambda one: (one[0].start(), -one[0].end()))
        yield read(match)
        place = match.end()
        ahead = [
            (found, read, pattern)
            for match, read, pattern in ahead
            if (found := match if match.start() >= place else pattern.search(text, place))
        ]


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _span(match: re.Match[str], values: Sequence[int], step: int) -> Part:
    """A list or range of quarters (``step`` 3) or months, which must run forwards."""
    forwards = all(later > sooner for sooner, later in pairwise(values))
    months = (values[0] * step - step + 1, values[-1] * step)
    year = _number(match["year"])
    return Part(*match.span(), year, months, is_one=len(values) == 1, readable=forwards)


def _quarters(match: re.Match[str]) -> Part:
    found = re.findall(_QUARTER, match["list"], re.IGNORECASE)
    return _span(match, [_ROMAN.get(one.lower()) or int(one) for one in found], 3)


def _months(match: re.Match[str]) -> Part:
    return _span(match, [int(one) for one in re.findall(r"\d+", match["list"])], 1)


def _part_of_year(match: re.Match[str]) -> Part:
    """ "6 tháng đầu năm", "9 tháng năm": its first months, or its last."""
    said = match["count"].lower()
    count = _COUNTS.get(said) or int(said)
    at_end = (match["side"] or "").lower() == "cuối"
    months = (_YEAR_END - count + 1, _YEAR_END) if at_end else (1, count)
    return Part(*match.span(), _number(match["year"]), months)


_COUNTS = {"ba": 3, "sáu": 6, "chín": 9}


def _day(match: re.Match[str]) -> Part:
    month = int(match["month"])
    return Part(*match.span(), _number(match["year"]), (month, month), int(match["day"]))


def _lone_day(match: re.Match[str]) -> Part:
    """ "ngày 10" of "ngày 10 đến 12/11/2023"."""
    return Part(*match.span(), day=int(match["day"]))


def _years(match: re.Match[str]) -> Part:
    values = [int(one) for one in re.findall(r"\d{4}", match["list"])]
    forwards = all(later > sooner for sooner, later in pairwise(values))
    return Part(
        *match.span(),
        values[0],
        (1, _YEAR_END),
        last_year=values[-1],
        bare=len(values) == 1 and not match["lead"],
        is_one=len(values) == 1,
        readable=forwards,
    )


_SEPARATOR = r"\s*(?:,|;|&|\+|-|–|(?:và|đến)(?!\w))\s*"
_QUARTER = r"(?:IV|III|II|I|0?[1-4])(?!\w)"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\w)"
_YEAR = r"(?:20\d\d)(?!\w)"
_OF_YEAR = rf"(?:\s*[/,.–-]?\s*(?:của\s+)?(?:năm\s*)?(?P<year>{_YEAR}))?"
_NOT_INSIDE = r"(?<![\w/.])"  # not the end of a longer number or symbol: "22-NQ/TU", "1.2023"
_QUY = r"(?:quý|qúy|quí)\s*"
_DATE_END = r"(?![\w/])(?!\s*[/.]?\s*\d)"


def _list(word: str, one: str) -> str:
    """ "quý III, IV", "quý III, quý IV"."""
    return rf"(?<!\w){word}(?P<list>{one}(?:{_SEPARATOR}(?:{word})?{one})*)"


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Part]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (_list(_QUY, _QUARTER) + _OF_YEAR, _quarters),
        (rf"{_NOT_INSIDE}(?P<list>IV|I{{1,3}})\s*/\s*(?P<year>{_YEAR})", _quarters),
        (_list(r"tháng\s*", _MONTH) + _OF_YEAR, _months),
        (rf"{_NOT_INSIDE}(?P<list>{_MONTH})\s*/\s*(?P<year>{_YEAR})", _months),
        (
            rf"{_NOT_INSIDE}(?P<count>0?[369]|ba|sáu|chín)\s*tháng(?:\s*(?P<side>đầu|cuối))?"
            rf"\s*(?:của\s*)?năm(?:\s*(?P<year>{_YEAR}))?(?!\w)",
            _part_of_year,
        ),
        (
            rf"{_NOT_INSIDE}(?P<day>\d{{1,2}})\s*(?P<by>[/.-])\s*(?P<month>\d{{1,2}})\s*(?P=by)\s*"
            rf"(?P<year>\d{{4}}){_DATE_END}",
            _day,
        ),
        (rf"{_NOT_INSIDE}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d){_DATE_END}", _day),
        (
            rf"{_NOT_INSIDE}(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?P<year>){_DATE_END}(?!\s*-\s*\d{{4}})",
            _day,
        ),
        (
            rf"{_NOT_INSIDE}(?P<day>\d{{1,2}})\s*tháng\s*(?P<month>\d{{1,2}})(?!\w)"
            rf"(?:\s*,?\s*(?:năm\s*|/\s*)(?P<year>{_YEAR}))?",
            _day,
        ),
        (rf"{_NOT_INSIDE}(?P<day>\d{{1,2}})(?=\s*(?:-|–|đến)\s*(?:hết\s*)?(?:ngày\s*)?\d)", _lone_day),
        (
            rf"{_NOT_INSIDE}(?<![-–])(?P<lead>(?:giai\s*đoạn|các\s*năm|năm)\s*)?"
            rf"(?P<list>{_YEAR}(?:{_SEPARATOR}(?:năm\s*)?{_YEAR})*)(?!\s*[-–/.]\s*\w)",
            _years,
        ),
    )
)
