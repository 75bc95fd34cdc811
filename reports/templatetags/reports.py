"""Filters of the report pages."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.domain.values import State
from ntm.numbers import vietnamese
from ntm.templatetags.components import state_word
from reports.domain.standing import Told

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that is itself a variable; None where there is none."""
    return mapping.get(key)


@register.filter
def signed(value: int | None) -> str:
    """A difference: "+3", "−2", "0"; nothing where it is not known."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{vietnamese(abs(value))}"


@register.filter
def stage_word(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)]


@register.filter
def beside(items: Iterable[Any], others: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each of the others with the item of its place."""
    return list(zip(others, items, strict=True))


@register.filter
def told_cells(told: Iterable[Told], periods: Iterable[Any]) -> SafeString:
    """One indicator's figures as table cells, one for each period; in one piece, as a page has hundreds."""
    cells = [_told_cell(one, str(period)) for one, period in zip(told, periods, strict=True)]
    return SafeString("".join(cells))


def _told_cell(told: Told, period: str) -> SafeString:
    if not told.has_data:
        return format_html(
            '<td data-label="{}" class="no-data"><span class="hidden">chưa có số liệu</span></td>', period
        )
    return format_html('<td data-label="{}">{}{}</td>', period, told.text, _verdict(told.state))


@cache
def _verdict(state: State) -> SafeString:
    if state is State.NO_DATA:
        return SafeString("")
    return format_html(' <span class="state {}">{}</span>', str(state), state_word(state))
