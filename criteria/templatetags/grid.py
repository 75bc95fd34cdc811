"""The cells of the entry grid: over a thousand on a page, and a template takes several times as long."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from criteria.domain.grid import GridCell, Only
from criteria.domain.values import State
from criteria.domain.verdicts import Judged
from criteria.domain.wording import hint_of, sign_of, told_of
from criteria.services.grid_page import Line

register = template.Library()


_FITTING = {
    Only.EMPTY: "td:not(.has, .count)",
    Only.UNMET: "td:is(.not_met, .basically_met)",
    Only.CHANGED: "td.changed",
}


@register.filter
def fitting(only: Only) -> str:
    """How the script finds the cells that fit a filter, so that its number stays true; as Grid.hits."""
    return _FITTING[only]


@register.simple_tag
def grid_cells(line: Line) -> SafeString:
    """One row's cells, each with its one input; docs/screens.md says what the attributes are for."""
    code = line.commune.code
    return mark_safe("".join(_cell(code, *cell) for cell in line.cells))


def _cell(code: str, key: str, is_verdict: bool, cell: GridCell, judged: Judged) -> str:
    last = f' data-last="{escape(cell.last)}"' if cell.last else ""
    noted = " data-note" if cell.noted else ""
    closed = "" if cell.open else " readonly"
    named = f' aria-labelledby="r-{code} k-{key}"'
    value = f'value="{escape(cell.text)}" data-v="{cell.version}"'
    proposed = _proposed(judged, cell)
    return f"<td{_classes(cell, is_verdict)}><input {value}{last}{noted}{proposed}{named}{closed}></td>"


def _proposed(judged: Judged, cell: GridCell) -> str:
    """Sign, reason and, in a criterion's cell, the words of the proposal."""
    sign, told, hint = sign_of(judged, has=cell.has), told_of(judged), hint_of(judged)
    given = (("data-p", sign), ("title", told), ("placeholder", hint))
    return "".join(f' {name}="{escape(text)}"' for name, text in given if text)


def _classes(cell: GridCell, is_verdict: bool) -> str:
    names = [] if cell.state is State.NO_DATA else [str(cell.state)]
    names += ["has"] * cell.has + ["changed"] * cell.changed + ["verdict"] * is_verdict
    return f' class="{" ".join(names)}"' if names else ""
