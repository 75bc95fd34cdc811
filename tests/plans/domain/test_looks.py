from decimal import Decimal

import pytest

from plans.domain.definition import Column, ColumnType, FixedLine
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.lines import Line, printed_lines
from plans.domain.write.looks import Align, align_in, align_of, is_bold, kind_of, widths_of

from . import merged


@pytest.mark.parametrize(
    ("kind", "width", "align"),
    [
        (ColumnType.COUNT, 100, Align.CENTER),
        (ColumnType.ORDINAL, 10, Align.CENTER),
        (ColumnType.NAME, 15, Align.LEFT),
        (ColumnType.TEXT, 15, Align.CENTER),
        (ColumnType.TEXT, 60, Align.LEFT),
        (ColumnType.TEXT, 90, Align.JUSTIFY),
    ],
)
def test_alignment_follows_kind_and_width(kind, width, align):
    column = Column("key", "Cột", kind, Decimal(width))
    assert align_of(column) is align
    assert align_in(Line(RowKind.SUBHEAD, None, ("",)), column) is Align.CENTER


def test_heading_lines_of_an_annex_stand_out():
    lines = (FixedLine("7", "7", "Kết quả", is_heading=True), FixedLine("7.1", "7.1", "Số xã"))
    definition = merged.free_rows(lines=lines)
    rows = tuple(Row(RowKind.LINE, None, {"stt": Cell(line.key)}, line=line.key) for line in lines)
    printed = printed_lines(definition, AnnexTable(rows))
    assert [kind_of(definition, line) for line in printed] == ["heading", ""]
    assert [is_bold(definition, Line(kind, None, ())) for kind in (RowKind.SECTION, RowKind.UNIT)] == [
        True,
        False,
    ]


def test_columns_fill_the_paper():
    definition = merged.blocks()
    assert sum(widths_of(definition, range(6))) == pytest.approx(Decimal(252), abs=Decimal("0.05"))
    assert widths_of(definition, (0, 1)) == [Decimal(9), Decimal(30)]
