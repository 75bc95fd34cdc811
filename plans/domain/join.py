"""The rows of all sheets of a workbook as one list: what stands twice, and whose sums they are."""

from collections.abc import Iterable
from dataclasses import replace

from communes.domain.names import NameIndex

from .definition import AnnexDefinition, Shape
from .entries import Entry, Standing
from .findings import Finding, Severity
from .places import Place, quote
from .table import OWN_KINDS, Row, RowKey, RowKind

MOST_FINDINGS = 2000  # what is beyond helps nobody: the sheet is not this annex
_NAMED = 3  # other places of a row that a message names


def join(
    parts: Iterable[tuple[list[Entry], list[Finding]]], definition: AnnexDefinition
) -> tuple[list[Entry], list[Finding]]:
    """All sheets as one list of rows, with what stands twice refused."""
    parts = list(parts)
    findings = [finding for _, part in parts for finding in part]
    strays = {(finding.sheet, finding.row) for finding in findings if finding.code == "other-district"}
    entries = [entry for part, _ in parts for entry in part]
    places: dict[RowKey, list[Row]] = {}
    for entry in entries:
        if (entry.row.sheet, entry.row.number) not in strays:
            places.setdefault(entry.row.key, []).append(entry.row)
    joined: list[Entry] = []
    for entry in entries:
        is_stray = (entry.row.sheet, entry.row.number) in strays
        rows = [] if is_stray else places[entry.row.key]
        if entry.row.kind in OWN_KINDS:
            joined.append(_settle_own(entry, rows, findings, definition))
        elif entry.standing in (Standing.REFUSED, Standing.ASKED) or entry.row is rows[0]:
            joined.append(entry)
        elif _says_more(
            entry.row, rows[0], definition
        ):  # else the section's name again at the head of a page
            findings.append(_doubled_sum(entry.row, rows[0], definition))
    return joined, findings


def _settle_own(entry: Entry, rows: list[Row], findings: list[Finding], definition: AnnexDefinition) -> Entry:
    """A row that holds figures of its own stands once; a row that names nothing is no other's double."""
    if (entry.row.unit is None and not entry.row.line) or len(rows) < 2:
        return entry
    findings.append(_doubled(entry.row, rows, definition.name_key))
    return replace(entry, standing=Standing.REFUSED)


def _says_more(row: Row, first: Row, definition: AnnexDefinition) -> bool:
    return any(
        cell.value and cell.value != first.value(key)
        for key, cell in row.cells.items()
        if key not in definition.label_keys
    )


def _doubled(row: Row, rows: list[Row], name: str) -> Finding:
    others = [_address(other, name) for other in rows if other is not row]
    where = ", ".join(others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
    who = f"Dòng {quote(row.cell(name).text)}" if row.kind is RowKind.LINE else row.title
    message = f"{who} còn có dòng khác trong tệp ({where}); không rõ dòng nào đúng. Hãy chỉ giữ lại một dòng."
    code = "duplicate-commune" if row.unit else "duplicate-row"
    return Place.in_row(row, name).error(code, message)


def _doubled_sum(row: Row, first: Row, definition: AnnexDefinition) -> Finding:
    name = definition.name_key
    message = (
        f"{row.title} có nhiều dòng tổng với số khác nhau; chỉ dòng đầu ({_address(first, name)}) được dùng."
    )
    return Place.in_row(row, name).error("duplicate-sum", message, blocks=False)


def _address(row: Row, name: str) -> str:
    return f"“{row.sheet}” ô {row.cell(name).address}"


def settle_sums(entries: list[Entry], index: NameIndex, definition: AnnexDefinition) -> tuple[Entry, ...]:
    """Sums that are not the annex's own become context: they are checked, but not stored.

    That is a total below the rows of a small part of the province, and the sums of a district none of whose
    rows below them can be taken.
    """
    if definition.shape is not Shape.UNITS:
        return tuple(entries)
    units = {entry.row.unit for entry in entries if entry.row.kind is RowKind.UNIT and entry.row.unit}
    is_part = 2 * len(units) <= len(definition.units_of(index))
    barren = _barren_sections(entries)
    return tuple(
        replace(entry, standing=Standing.CONTEXT)
        if entry.standing is Standing.READ
        and ((entry.row.kind is RowKind.TOTAL and is_part) or entry.row.key in barren)
        else entry
        for entry in entries
    )


def _barren_sections(entries: list[Entry]) -> set[RowKey]:
    """The keys of district rows that have commune rows below them, but none that can be taken."""
    rows: dict[int, list[Standing]] = {}
    district: int | None = None
    for entry in entries:
        row = entry.row
        if row.kind is RowKind.DISTRICT:
            district = row.unit.id if row.unit else None
        elif row.kind is RowKind.UNIT and district is not None:
            rows.setdefault(district, []).append(entry.standing)
    barren = {unit for unit, standings in rows.items() if Standing.READ not in standings}
    return {(kind, unit) for unit in barren for kind in (RowKind.DISTRICT, RowKind.SUBTOTAL)}


def at_most(findings: list[Finding], last: list[Finding]) -> tuple[Finding, ...]:
    """The findings, and ``last``; a flood of them is cut and its size told."""
    if len(findings) <= MOST_FINDINGS:
        return (*findings, *last)
    rest = len(findings) - MOST_FINDINGS
    message = f"Còn {rest} chỗ nữa không đọc được. Hãy kiểm tra lại xem tệp có đúng biểu này không."
    return (*findings[:MOST_FINDINGS], Finding(Severity.ERROR, "more-findings", message), *last)
