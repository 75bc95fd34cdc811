"""Printed deadlines that give no days: they stay as written, and are named."""

from collections.abc import Iterator, Sequence

from communes.domain.names import NameIndex
from plans.domain.definition import AnnexDefinition
from plans.domain.findings import Finding
from plans.domain.places import Place, quote
from plans.domain.table import AnnexTable, Row, RowKind
from plans.domain.tasks.deadlines import find_dues, is_standing, read_due


def unclear_deadlines(
    definition: AnnexDefinition,
    table: AnnexTable,
    index: NameIndex,
    *,
    keys: Sequence[str],
    year: int | None,
) -> Iterator[Finding]:
    """``year`` holds where a deadline names none. Of one column the whole text is a deadline, in several
    stand texts with deadlines in them.
    """
    for row in table.of_kind(RowKind.ITEM):
        for key in keys:
            text = row.cell(key).text
            if len(keys) == 1:
                unclear = [text] if text and not is_standing(text) and read_due(text, year) is None else []
            else:
                unclear = [dated.text for dated in find_dues(text, year) if dated.due is None]
            yield from (_unclear(row, key, said) for said in unclear)


def _unclear(row: Row, key: str, text: str) -> Finding:
    message = f"{row.title}: thời hạn {quote(text)} không đọc được thành ngày nên chỉ giữ lời văn."
    return Place.in_row(row, key).info("unclear-deadline", message)
