"""A form sent back as it came."""

from plans.domain.blank_sheet import check_blank
from plans.domain.merge import compare
from plans.domain.table import AnnexTable, Cell, Row, RowKind

from ..free import annex

TASKS = annex("policy-tasks")


def task(line, lead):
    cells = {"stt": Cell(line, line), "lead": Cell(lead, lead)}
    return Row(RowKind.ITEM, None, cells, line=line)


STORED = AnnexTable((task("1", "Sở A"), task("2", "Sở B")))


def told(*rows):
    found = check_blank(TASKS, rows, compare(TASKS, STORED, rows))
    return [(one.severity, one.code, one.message) for one in found]


def test_a_sheet_that_only_clears_is_told():
    message = (
        "Tệp chưa điền số liệu nào: nếu lưu, 2 ô đã có số liệu sẽ bị xóa. "
        "Hãy xem lại có đúng tệp đã điền không."
    )
    assert told(task("1", ""), task("2", "")) == [("warning", "blank-sheet", message)]


def test_a_sheet_that_says_something_may_clear_the_rest():
    assert told(task("1", ""), task("2", "Sở B")) == told(task("3", "")) == []
