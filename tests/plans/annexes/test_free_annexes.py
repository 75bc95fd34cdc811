"""Sơn La's tasks, inspections and funds: in as printed, out cell by cell, in again as nothing new."""

import io

import pytest
from openpyxl import load_workbook

from plans.domain.entries import WHOLE
from plans.domain.merge import State, compare, merge
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.rules import check_rules, computed_table
from plans.domain.table import AnnexTable, RowKind
from plans.domain.write.json import as_json
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx

from ..free import INDEX, TASK_HEADS, annex, as_printed, lay_out, printed, read, table_of
from ..son_la import name_index

CODES = ("policy-tasks", "inspection-schedule", "funding")


def exported(code):
    return write_xlsx(annex(code), printed_lines(annex(code), table_of(code)))


def printed_cells(code):
    keys = [column.key for column in annex(code).columns]
    return [[row["cells"].get(key, "") for key in keys] for row in printed(code)]


@pytest.mark.parametrize("code", CODES)
def test_what_is_written_is_read_as_the_same_table(code):
    assert AnnexTable(read(annex(code), exported(code)).rows) == table_of(code)


@pytest.mark.parametrize("code", CODES)
def test_json_says_what_is_printed(code):
    rows = as_json(annex(code), table_of(code))["rows"]
    assert [row["cells"] for row in rows] == printed_cells(code)


@pytest.mark.parametrize("code", CODES)
def test_workbooks_say_what_is_printed(code):
    rows = load_workbook(io.BytesIO(exported(code))).active.iter_rows(max_col=len(annex(code).columns))
    found = [[str(cell.value or "") for cell in row] for row in rows]
    count = len(printed(code))
    first = next(place for place, row in enumerate(found) if row == printed_cells(code)[0])
    assert found[first : first + count] == printed_cells(code)


@pytest.mark.parametrize("code", CODES)
def test_bringing_it_again_changes_nothing(code):
    found = compare(annex(code), table_of(code), read(annex(code), exported(code)).rows)
    assert {change.state for change in found} == {State.SAME}


def test_each_of_the_eight_communes_is_known_among_all_of_the_province():
    found = parse(
        read_workbook(as_printed("inspection-schedule")), annex("inspection-schedule"), name_index(), WHOLE
    )
    districts = name_index().district_by_id
    assert [(row.unit.name, districts[row.unit.district_id].name) for row in found.rows if row.unit] == [
        ("Mường Sai", "Sông Mã"), ("Ngọc Chiến", "Mường La"), ("Sặp Vạt", "Yên Châu"),
        ("Chiềng Pha", "Thuận Châu"), ("Nà Mường", "Mộc Châu"), ("Hua La", "Sơn La"),
        ("Chiềng Bằng", "Quỳnh Nhai"), ("Chiềng Khoang", "Quỳnh Nhai"),
    ]  # fmt: skip


# -- changes


def merged(code, data):
    definition, stored = annex(code), table_of(code)
    changes = compare(definition, stored, read(definition, data).rows)
    counts = {str(state): sum(change.state is state for change in changes) for state in State}
    return counts, merge(definition, stored, changes, INDEX)


def test_rows_that_a_sheet_leaves_out_stay():
    page = [[4, "Rà soát", "Sở A", None, None, "Quý I/2024"], [6, "Thêm", "Sở B"]]
    counts, table = merged("policy-tasks", lay_out(TASK_HEADS, [page]))
    assert counts == {"new": 1, "changed": 1, "same": 0}
    assert [row.line for row in table.rows] == ["1", "2", "3", "4", "5", "6"]
    assert table.rows[3].cell("due").text == "Quý I/2024"


def test_a_number_alone_takes_the_row_away():
    counts, table = merged("policy-tasks", lay_out(TASK_HEADS, [[[2, None], [3, None, None]]]))
    assert (counts["changed"], [row.line for row in table.rows]) == (2, ["1", "4", "5"])


def test_a_new_row_stands_in_its_section():
    heads = (["STT", "Tên Xã/huyện", *["Chương trình kiểm tra, giám sát"] * 2],)
    page = [["II", "Kiểm tra các xã Đặc biệt khó khăn, dưới 5 tiêu chí"], [2, "Các xã khác", "Kiểm tra"]]
    _, table = merged("inspection-schedule", lay_out(heads, [page]))
    places = [row.line for row in table.rows if row.kind is not RowKind.SUBHEAD]
    assert places[9:13] == ["II", "II.1", "II.2", "III"]


# -- what is said of them


def told(code, table):
    return [(found.code, found.stated, found.computed) for found in check_rules(annex(code), table, INDEX)]


def test_deadlines_of_the_signed_annexes_are_all_clear():
    assert told("policy-tasks", table_of("policy-tasks")) == []
    assert told("inspection-schedule", table_of("inspection-schedule")) == []


@pytest.mark.parametrize(
    ("due", "found"),
    [("khi có vốn", [("unclear-deadline", "khi có vốn", "")]), ("", []), ("Thường xuyên", [])],
)
def test_a_deadline_without_days_is_named(due, found):
    table = AnnexTable(
        read(annex("policy-tasks"), lay_out(TASK_HEADS, [[[1, "Một", "A", "B", "C", due]]])).rows
    )
    assert told("policy-tasks", table) == found


def test_the_sum_that_is_wrong_in_the_signed_plan():
    assert told("funding", table_of("funding")) == [("funding-sum", "2.038.656", "2.039.656")]


def test_computed_sums_go_by_computed_sums():
    rows = computed_table(annex("funding"), table_of("funding"), INDEX).rows
    changed = {
        row.line: row.cell("amount").text
        for row in rows
        if row.line in ("III", "III.1", "III.1.1", "III.1.2")
    }
    assert changed == {"III": "19.065.236", "III.1": "2.315.236", "III.1.1": "2.248.096", "III.1.2": "67.140"}


@pytest.mark.parametrize(
    ("line", "amount", "whole", "direct"),
    [
        (
            *("IV.1.2", "43.141", "“Nguồn vốn CTMTQG xây dựng nông thôn mới”: mục III.1.1.1 ghi 208.440, "),
            "mục IV.1 “Vốn ngân sách Trung ương” có 208.441 triệu đồng.",
        ),
        (
            *("IV.3", "16.700.001", "“Nguồn vốn tín dụng”: mục III.2 ghi 16.700.000, "),
            "mục IV.3 “Vốn tín dụng” có 16.700.001 triệu đồng.",
        ),
    ],
)
def test_direct_sources_against_the_whole(line, amount, whole, direct):
    book = load_workbook(io.BytesIO(as_printed("funding")))
    lines = [row.line for row in table_of("funding").rows]
    book.active.cell(3 + lines.index(line), 3).value = amount
    stream = io.BytesIO()
    book.save(stream)
    table = AnnexTable(read(annex("funding"), stream.getvalue()).rows)
    said = [one.message for one in check_rules(annex("funding"), table, INDEX) if one.code == "funding-cross"]
    assert said == [whole + direct]


@pytest.mark.parametrize(
    ("text", "value"),
    [("khoảng 50.000", "50000"), ("1.234,5", "1234.5"), ("208.440 triệu đồng", "208440"), (43140, "43140")],
)
def test_amounts_are_read_as_offices_write_them(text, value):
    page = [["I", "Nguồn vốn"], [1, "Vốn tín dụng", text]]
    found = read(annex("funding"), lay_out((["STT", "Nguồn vốn", "Số tiền (triệu đồng)"],), [page]))
    assert [row.value("amount") for row in found.rows] == ["", value]


def test_what_is_no_amount_is_refused_at_its_cell():
    page = [[1, "Vốn tín dụng", "nhiều"], [2, "Vốn khác", "5"]]
    found = read(annex("funding"), lay_out((["STT", "Nguồn vốn", "Số tiền (triệu đồng)"],), [page]))
    assert [(one.code, one.cell, one.blocks) for one in found.findings] == [("not-a-number", "C2", True)]
    assert [row.line for row in found.rows] == ["2"]
