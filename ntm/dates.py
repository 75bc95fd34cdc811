"""Dates in words, as official documents write them. In figures see ``formats/vi``."""

from datetime import date


def long_date(day: date) -> str:
    """ "ngày 08 tháng 3 năm 2022": the day has two digits, the month only when it is 1 or 2."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
