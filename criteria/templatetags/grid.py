"""The cells of the entry grid: over a thousand on a page, and a template takes several times as long."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from criteria.domain.grid import GridCell
from criteria.domain.values import State
from criteria.services.grid_page import Line

register = template.Library()


@register.simple_tag
def grid_cells(line: Line) -> SafeString:
    """One row's cells, each with its one input; docs/screens.md says what the attributes are for."""
    code = line.commune.code
    return mark_safe("".join(_cell(code, *cell) for cell in line.cells))


def _cell(code: str, key: str, is_verdict: bool, cell: GridCell) -> str:
    last = f' data-last="{escape(cell.last)}"' if cell.last else ""
    noted = " data-note" if cell.noted else ""
    closed = "" if cell.open else " readonly"
    named = f' aria-labelledby="r-{code} k-{key}"'
    value = f'value="{escape(cell.text)}" data-v="{cell.version}"'
    return f"<td{_classes(cell, is_verdict)}><input {value}{last}{noted}{named}{closed}></td>"


def _classes(cell: GridCell, is_verdict: bool) -> str:
    names = [] if cell.state is State.NO_DATA else [str(cell.state)]
    names += ["has"] * cell.has + ["changed"] * cell.changed + ["verdict"] * is_verdict
    return f' class="{" ".join(names)}"' if names else ""
