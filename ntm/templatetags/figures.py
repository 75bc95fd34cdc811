"""Filters for figures and dates in Vietnamese spelling, known in every template without loading."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template

from ntm.numbers import vietnamese

register = template.Library()


@register.filter
def so(value: Decimal | int | str | None, digits: int | None = None) -> str:
    """A figure, or text in the machine's spelling ("13.27"). Missing stays empty, other text as it is."""
    text = "" if value is None else str(value)
    try:
        return vietnamese(Decimal(text), digits)
    except InvalidOperation:
        return text


@register.filter(expects_localtime=True)
def ngay(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter(expects_localtime=True)
def luc(value: datetime | None) -> str:
    """Day and minute in local time."""
    return f"{value:%d/%m/%Y %H:%M}" if value else ""
