"""What a period is usually called and which days it has; a proposal, the office decides.

The days of the data are those of Nghị định 09/2019/NĐ-CP Điều 12: a reporting month runs from the 15th of the
month before to the 14th. Due is the 25th, as Kế hoạch 176/KH-UBND of Sơn La asks of its districts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

FIRST, LAST = 15, 14  # days of the month on which a reporting period begins and ends
OPENS_BEFORE, DUE_AFTER = timedelta(days=13), timedelta(days=11)  # of the last day: the 1st and the 25th
ROMAN = ("I", "II", "III", "IV")
NUMBERS = {"month": 12, "quarter": 4}  # kinds of which a year has several: how many
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "nine_months": 9, "year": 12}


@dataclass(frozen=True, slots=True)
class Proposal:
    name: str
    code: str
    first_day: date
    last_day: date
    opens_on: date
    due_on: date


def propose(kind: str, year: int, number: int = 1) -> Proposal:
    """``number``: the month or quarter of the year; of the other kinds there is one a year.

    Raises ValueError where the year has no such period, and for a period up to a day.
    """
    if kind not in _MONTHS or not 1 <= number <= NUMBERS.get(kind, 1):
        raise ValueError(f"no period {kind} {number}")
    length = _MONTHS[kind]
    last_month = number * length
    name, code = _named(kind, year, number)
    return _with_days(name, code, _begins(year, last_month - length + 1), date(year, last_month, LAST))


def propose_up_to(day: date) -> Proposal:
    """A period "đến 31/3/2023": from the beginning of the reporting year to that day."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    code = f"den-{day.day}-{day.month}-{day.year}"
    return _with_days(f"đến {day.day:02}/{month}/{day.year}", code, _begins(day.year, 1), day)


def _begins(year: int, month: int) -> date:
    """The 15th of the month before."""
    return date(year - 1, 12, FIRST) if month == 1 else date(year, month - 1, FIRST)


def _with_days(name: str, code: str, first: date, last: date) -> Proposal:
    return Proposal(name, code, first, last, last - OPENS_BEFORE, last + DUE_AFTER)


def _named(kind: str, year: int, number: int) -> tuple[str, str]:
    if kind == "month":
        return f"tháng {number}/{year}", f"thang-{number}-{year}"
    if kind == "quarter":
        return f"quý {ROMAN[number - 1]}/{year}", f"quy-{number}-{year}"
    if kind == "half_year":
        return f"6 tháng đầu năm {year}", f"6-thang-{year}"
    if kind == "nine_months":
        return f"9 tháng năm {year}", f"9-thang-{year}"
    return f"năm {year}", f"nam-{year}"
