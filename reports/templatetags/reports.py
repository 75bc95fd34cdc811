"""Filters of the report pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from criteria.domain.stages import STAGE_NAMES, Stage
from ntm.numbers import vietnamese

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
