"""The funds of a plan against its own text: each amount of a section stands in the text of that section."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ntm.numbers import vietnamese
from plans.domain.findings import Finding
from plans.domain.places import Place
from plans.domain.table import AnnexTable, Row, RowKind

from .cross_checks import TextPart
from .funding_rules import AMOUNT

_MILLIONS = re.compile(r"(?<![\d.,/])(\d{1,3}(?:\.\d{3})*(?:,\d+)?)\s*triệu đồng", re.IGNORECASE)


def check_funds_text(label: str, table: AnnexTable, parts: Iterable[TextPart]) -> Iterator[Finding]:
    """Amounts that only the annex states, then those that only the text does, section by section.

    A section without any amount in its text says nothing.
    """
    said = _amounts_by_section(parts)
    for section in table.of_kind(RowKind.SECTION):
        where = f"Mục {section.line}"
        known = said.get(where, {})
        rows = [row for row in table.rows if row.value(AMOUNT) and _is_in(row, section)]
        if not known:
            continue
        for row in rows:
            if Decimal(row.value(AMOUNT)) not in known:
                yield _only_here(row, where)
        stated = {Decimal(row.value(AMOUNT)) for row in rows}
        for amount, text in known.items():
            if amount not in stated:
                message = f"{where} ghi {text} triệu đồng; {label} không có số này."
                yield Place(where, "", None, text).error("cross-text", message, blocks=False)


def _is_in(row: Row, section: Row) -> bool:
    return row is section or row.line.startswith(f"{section.line}.")


def _only_here(row: Row, where: str) -> Finding:
    amount = vietnamese(Decimal(row.value(AMOUNT)))
    message = (
        f"{row.title} “{row.cell('name').text}”: ghi {amount} triệu đồng; "
        f"{where} của kế hoạch không có số này."
    )
    return Place.in_row(row, AMOUNT).error("cross-text", message, blocks=False)


def _amounts_by_section(parts: Iterable[TextPart]) -> dict[str, dict[Decimal, str]]:
    """ "Mục III" → the amounts in it and in what stands under it, each with its text."""
    found: dict[str, dict[Decimal, str]] = {}
    for part in parts:
        amounts = found.setdefault(part.where.partition(".")[0], {})
        for paragraph in part.paragraphs:
            for text in _MILLIONS.findall(paragraph):
                amounts.setdefault(Decimal(text.replace(".", "").replace(",", ".")), text)
    return found
