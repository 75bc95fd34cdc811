"""Villages by district: totals along and down, and fewer than the districts wanted."""

import pytest

from plans.domain.entries import Scope
from plans.domain.parse import parse
from plans.domain.read import read_workbook
from plans.domain.rules import check_rules, computed_table
from plans.domain.table import AnnexTable
from plans.domain.write.lines import printed_lines
from tests.plans.dien_bien import name_index
from tests.plans.targets import VILLAGE_HEADING, VILLAGE_KEYS, to_bytes, village_rows, villages, workbook

ROWS = village_rows()
FEWER = [("below-registered", "J10", "2", "10"), ("below-registered", "J13", "5", "6")]


def read(*pages, **options):
    data = to_bytes(workbook(VILLAGE_HEADING, *pages, **options))
    return parse(read_workbook(data), villages(), name_index(), Scope())


def test_short_headings_are_told_apart_by_their_groups():
    short = ("NTM", "NTM kiểu mẫu", "Tổng số", "NTM kiểu mẫu", "NTM", "Tổng số", "NTM kiểu mẫu", "NTM")
    data = to_bytes(workbook([VILLAGE_HEADING[0], ["", "", "", *short]], ROWS))
    parsed = parse(read_workbook(data), villages(), name_index(), Scope())
    lines = printed_lines(villages(), AnnexTable(parsed.rows))
    assert [list(line.texts) for line in lines] == ROWS


def test_short_headings_under_groups_in_other_words_are_told_apart_by_their_order():
    groups = [*VILLAGE_HEADING[0][:3], "Kết quả năm 2021", "", "Huyện đăng ký", "", "", "Tỉnh giao", "", ""]
    short = ("NTM", "NTM kiểu mẫu", "Tổng cộng", "NTM kiểu mẫu", "NTM", "Tổng cộng", "NTM kiểu mẫu", "NTM")
    data = to_bytes(workbook([groups, ["", "", "", *short]], ROWS))
    parsed = parse(read_workbook(data), villages(), name_index(), Scope())
    lines = printed_lines(villages(), AnnexTable(parsed.rows))
    assert [list(line.texts) for line in lines] == ROWS


def changed(place, key, text):
    rows = [list(row) for row in ROWS]
    rows[place][VILLAGE_KEYS.index(key)] = text
    return rows


def findings(rows):
    found = check_rules(villages(), AnnexTable(read(rows).rows), name_index())
    return [(finding.code, finding.cell, finding.stated, finding.computed) for finding in found]


@pytest.mark.parametrize(
    ("pages", "sheets"), [((ROWS,), False), ((ROWS[:5], ROWS[5:]), False), ((ROWS[:5], ROWS[5:]), True)]
)
def test_every_cell_comes_out_as_it_went_in(pages, sheets):
    parsed = read(*pages, sheets=sheets)
    lines = printed_lines(villages(), AnnexTable(parsed.rows))
    assert [list(line.texts) for line in lines] == ROWS
    assert [finding.code for finding in parsed.findings] == ["name-differs"]  # Mường Áng


def test_printed_annex_gives_two_districts_fewer_than_they_wanted():
    assert findings(ROWS) == FEWER


@pytest.mark.parametrize(
    ("place", "key", "text", "expected"),
    [
        (0, "registered", "148", ("row-sum", "F5", "148", "147")),
        (10, "villages", "1270", ("total", "C15", "1270", "1269")),
        (10, "villages", "1.270", ("total", "C15", "1.270", "1.269")),
        (10, "assigned", "651", ("row-sum", "I15", "651", "650")),
        (6, "assigned", "16", ("below-registered", "I11", "16", "17")),
    ],
)
def test_sum_that_does_not_follow_is_told_at_its_cell(place, key, text, expected):
    assert expected in findings(changed(place, key, text))


def test_total_over_some_districts_is_no_measure():
    found = check_rules(villages(), AnnexTable(tuple(read(ROWS).rows[1:])), name_index())
    assert [(finding.code, finding.computed) for finding in found if finding.cell.endswith("15")] == [
        ("incomplete", "994")
    ]


def test_computed_print_states_the_sums():
    rows = changed(10, "villages", "1.270")
    table = AnnexTable(read(rows).rows)
    lines = printed_lines(villages(), computed_table(villages(), table, name_index()))
    assert [list(line.texts) for line in lines][10][:3] == ["", "Tổng", "1.269"]
    assert [list(line.texts) for line in lines][:10] == ROWS[:10]


@pytest.mark.parametrize("name", ["Điện Biên Phủ", "TP. Điện Biên Phủ", "Thành phố Điện Biên Phủ"])
def test_district_is_known_by_any_of_its_names(name):
    assert read(changed(8, "name", name)).rows[8].unit.name == "Điện Biên Phủ"


def test_dash_is_a_count_of_nought_and_stays_a_dash():
    rows = changed(1, "done_ntm", "-")
    assert [list(line.texts) for line in printed_lines(villages(), AnnexTable(read(rows).rows))] == rows
    assert findings(rows) == FEWER


def test_signatures_are_no_districts():
    signed = [
        ["", "NGƯỜI LẬP BIỂU", "", "", "", "", "CHÁNH VĂN PHÒNG"],
        ["", "Lò Văn A", "", "", "", "", "Lò Văn B"],
    ]
    parsed = read(ROWS, below=signed)
    assert (len(parsed.entries), [one.code for one in parsed.findings]) == (11, ["name-differs"])


def test_unknown_and_doubled_districts_are_refused():
    rows = [*ROWS[:2], ["3", "Huyện Quắm Xrễ", *ROWS[2][2:]], ROWS[1]]
    parsed = read(rows)
    assert [row.unit.name for row in parsed.rows] == ["Điện Biên"]
    assert {(finding.code, finding.cell) for finding in parsed.findings if finding.blocks} == {
        ("duplicate-commune", "B6"),
        ("duplicate-commune", "B8"),
        ("unknown-district", "B7"),
    }
