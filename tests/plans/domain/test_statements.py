import pytest

from plans.domain.statements import Statement, UnstatableError, stated_rows
from plans.domain.table import AnnexTable, Cell, RowKind
from tests.plans.son_la import gaps
from tests.plans.targets import yearly

from .small import INDEX
from .small_shapes import cell, free_rows, section, task

TASKS = AnnexTable(
    (
        section("A", "Chính sách"),
        section("A.I", "Nghị quyết"),
        task("A.I.1", cell("Đề án"), cell("Sở A", rows=2)),
        task("A.I.2", cell("Kế hoạch")),
    )
)


def stated(line, **texts):
    (row,) = stated_rows(free_rows(), TASKS, INDEX, [Statement(1, texts, line=line)])
    return row


def test_cell_that_changes_is_the_rows_alone():
    assert stated("A.I.1", lead="Sở B").cell("lead") == Cell("Sở B", "Sở B")
    assert stated("A.I.1", lead="Sở A").cell("lead") == cell("Sở A", rows=2)


def test_new_row_is_numbered_in_the_innermost_section():
    row = stated("A.I.3", name="Nghị quyết mới")
    assert (row.kind, row.line, row.value("stt")) == (RowKind.ITEM, "A.I.3", "3")


@pytest.mark.parametrize(
    ("definition", "line"), [(free_rows(), "B.1"), (free_rows(), ""), (gaps(), "2"), (yearly(), "7")]
)
def test_row_that_the_annex_cannot_have_is_refused(definition, line):
    with pytest.raises(UnstatableError) as refused:
        stated_rows(definition, TASKS, INDEX, [Statement(4, {definition.name_key: "A"}, line=line)])
    assert list(refused.value.problems) == [4]
