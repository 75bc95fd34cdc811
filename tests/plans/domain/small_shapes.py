"""Small annexes of the other shapes: a block of communes, and free rows in sections."""

from decimal import Decimal

from communes.domain.names import Unit
from plans.domain.definition import AnnexDefinition, Column, ColumnType, Shape
from plans.domain.table import EMPTY, Cell, Row, RowKind

WIDTH = Decimal(40)


def column(key: str, kind: ColumnType = ColumnType.TEXT, of: RowKind = RowKind.UNIT) -> Column:
    return Column(key, key.capitalize(), kind, WIDTH, of=of)


def blocks() -> AnnexDefinition:
    columns = (
        column("stt", ColumnType.ORDINAL),
        column("name", ColumnType.NAME),
        column("criterion", of=RowKind.CRITERION),
        column("work", of=RowKind.ITEM),
    )
    return AnnexDefinition("gaps", "Biểu 01", "Việc còn lại", "", columns, shape=Shape.BLOCKS)


def free_rows() -> AnnexDefinition:
    columns = (
        column("stt", ColumnType.ORDINAL),
        column("name", ColumnType.NAME),
        column("lead"),
        column("due"),
    )
    return AnnexDefinition("tasks", "Biểu 03", "Nhiệm vụ", "", columns, shape=Shape.ROWS)


def cell(text: str, rows: int = 1, columns: int = 1) -> Cell:
    return Cell(text, text, rows=rows, columns=columns)


def block(unit: Unit, number: str, criteria: dict[str, tuple[str, ...]]) -> Row:
    """A commune with its criteria ("2" → the items under it)."""
    place = 0
    children = []
    for criterion, works in criteria.items():
        items = []
        for work in works:
            place += 1
            items.append(Row(RowKind.ITEM, None, {"work": cell(work)}, line=str(place)))
        said = {"criterion": cell(f"Tiêu chí {criterion}")}
        children.append(Row(RowKind.CRITERION, None, said, tuple(items), line=criterion))
    return Row(RowKind.UNIT, unit, {"stt": cell(number), "name": cell(unit.title)}, tuple(children))


def task(line: str, name: Cell, lead: Cell = EMPTY, due: Cell = EMPTY) -> Row:
    cells = {"stt": cell(line.rpartition(".")[2]), "name": name, "lead": lead, "due": due}
    return Row(RowKind.ITEM, None, cells, line=line)


def section(line: str, title: str) -> Row:
    return Row(RowKind.SECTION, None, {"stt": cell(line), "name": cell(title, columns=3)}, line=line)
