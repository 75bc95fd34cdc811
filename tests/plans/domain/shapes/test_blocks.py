"""Blocks: one commune is one row whatever the sheet makes of it, and nothing of it is lost."""

import pytest

from ntm.workbooks import WorkbookRefusedError
from plans.annexes.commune_gaps import ADVANCED, NTM
from plans.domain.entries import Scope
from tests.plans import son_la

MUONG_SAI = {"stt": "1", "district": "Huyện Sông Mã", "name": "Xã Mường Sai", "met": "12 tiêu chí"}


def sheet(*rows: dict[str, str], heading: bool = True) -> son_la.Sheet:
    made = son_la.Sheet(son_la.gaps())
    if heading:
        made.heading()
    for row in rows:
        made.add(row)
    return made


def read(*rows: dict[str, str], **options):
    return son_la.read(sheet(*rows).book, **options)


def works(parsed) -> dict[str, list[tuple[str, list[str]]]]:
    """Commune → its criteria with their items, of the blocks that can be taken."""
    rows = [row for row in parsed.rows if row.unit]
    return {row.unit.name: criteria for row, (_, criteria) in zip(rows, son_la.tree(rows), strict=True)}


def told(parsed) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in parsed.findings]


@pytest.mark.parametrize("code", [NTM, ADVANCED])
@pytest.mark.parametrize("layout", son_la.LAYOUTS)
def test_every_layout_gives_the_printed_tree(layout, code):
    parsed = son_la.read(layout(code), code)
    assert son_la.tree(parsed.rows) == son_la.printed(code)
    assert [entry.standing for entry in parsed.entries] == ["read"] * len(parsed.rows)


@pytest.mark.parametrize("code", [NTM, ADVANCED])
@pytest.mark.parametrize("order", [(NTM, ADVANCED), (ADVANCED, NTM)])
def test_of_annexes_on_one_sheet_only_the_own_is_read(code, order):
    parsed = son_la.read(son_la.both_below(*order), code)
    assert son_la.tree(parsed.rows) == son_la.printed(code)
    assert {
        found.code for found in parsed.findings if found.code not in ("name-differs", "ignored-column")
    } == {"other-annex"}


def letters(tree) -> list:
    """The tree without blanks: the tables of the seeds have one where a mark of bold ended."""
    return [
        (
            own,
            [(text.replace(" ", ""), [item.replace(" ", "") for item in items]) for text, items in criteria],
        )
        for own, criteria in tree
    ]


@pytest.mark.parametrize("code, shifted", [(NTM, ["C16", "C17", "C18"]), (ADVANCED, ["A12", "A20", "A57"])])
@pytest.mark.parametrize("breaks", [True, False])
def test_pages_as_scanned_give_the_printed_tree(code, shifted, breaks):
    parsed = son_la.read(son_la.scanned(code, breaks=breaks), code)
    assert letters(son_la.tree(parsed.rows)) == letters(son_la.printed(code))
    assert [cell for found, cell in told(parsed) if found == "row-shifted"] == shifted


def test_spellings_of_one_commune_are_told_once():
    (found,) = son_la.read(son_la.pages_below(NTM)).findings
    assert (found.code, found.cell, found.message) == (
        "name-differs",
        "C31",
        "“Xã Sập Vạt” được hiểu là xã Sặp Vạt. Ô C47 ghi “Xã Sấp Vạt”: cùng một xã.",
    )


def test_months_of_another_page_are_told():
    made = son_la.Sheet(son_la.gaps()).heading()
    made.sheet["E1"] = "Kết quả số tiêu chí đã đạt đến hết tháng 4/2023, cần duy trì, giữ vững"
    made.add(MUONG_SAI | {"criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A"})
    (found,) = son_la.read(made.book).findings
    assert (found.code, found.cell, found.computed) == ("heading-differs", "E1", "hết tháng 3/2023")


@pytest.mark.parametrize("beside", ["", "Tiêu chí chưa đạt"])
def test_one_heading_over_two_columns_need_not_be_merged(beside):
    made = son_la.Sheet(son_la.gaps())
    made.add({column.key: column.heading for column in made.definition.columns} | {"criterion": beside})
    made.add(MUONG_SAI | {"unmet": "7", "criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A"})
    parsed = son_la.read(made.book)
    assert works(parsed) == {"Mường Sai": [("Tiêu chí số 2: chưa đạt", ["Chỉ tiêu 2.1: A"])]}
    assert parsed.rows[0].value("unmet") == "7"


def test_item_without_a_criterion_stays_in_its_block():
    parsed = read(MUONG_SAI | {"work": "Chỉ tiêu 2.1: A"}, {"work": "Cần B"})
    (row,) = parsed.rows
    assert [(str(child.kind), child.line, child.value("work")) for child in row.children] == [
        ("item", "1", "Chỉ tiêu 2.1: A"),
        ("item", "2", "Cần B"),
    ]


def test_criterion_printed_twice_with_other_words_stands_twice():
    rows = [{"criterion": "Tiêu chí số 16: chưa đạt", "work": "Cần A"}, {"criterion": "Tiêu chí số 16: 16.1"}]
    (row,) = read(MUONG_SAI, *rows).rows
    assert [(child.line, len(child.children)) for child in row.children] == [("16", 1), ("16(2)", 0)]


def test_work_beside_the_criterion_before_goes_to_its_own_empty_row():
    rows = [
        {"criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A\nChỉ tiêu 6.3: B"},
        {"criterion": "Tiêu chí số 6: chưa đạt"},
    ]
    assert works(read(MUONG_SAI, *rows))["Mường Sai"] == [
        ("Tiêu chí số 2: chưa đạt", ["Chỉ tiêu 2.1: A"]),
        ("Tiêu chí số 6: chưa đạt", ["Chỉ tiêu 6.3: B"]),
    ]


def test_text_cut_by_a_page_is_one_item():
    made = sheet(MUONG_SAI | {"criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: Cần cứng hóa"})
    made.heading()
    made.add({"name": "Xã Mường Sai", "work": "ít nhất 3 km.\nChỉ tiêu 2.2: B"})
    items = ["Chỉ tiêu 2.1: Cần cứng hóa ít nhất 3 km.", "Chỉ tiêu 2.2: B"]
    assert works(son_la.read(made.book))["Mường Sai"] == [("Tiêu chí số 2: chưa đạt", items)]


def test_page_that_states_other_counts_is_told():
    again = MUONG_SAI | {"met": "13 tiêu chí", "work": "Chỉ tiêu 2.2: B"}
    parsed = read(MUONG_SAI | {"work": "Chỉ tiêu 2.1: A"}, again)
    assert (parsed.rows[0].value("met"), told(parsed)) == ("12 tiêu chí", [("page-differs", "E4")])


def test_row_without_a_name_that_states_other_counts_is_another_commune():
    parsed = read(
        MUONG_SAI | {"criterion": "Tiêu chí số 2", "work": "Chỉ tiêu 2.1: A"},
        {"stt": "2", "met": "15 tiêu chí", "criterion": "Tiêu chí số 9", "work": "Chỉ tiêu 9.2: B"},
    )
    assert works(parsed) == {"Mường Sai": [("Tiêu chí số 2", ["Chỉ tiêu 2.1: A"])]}
    assert [code for code, _ in told(parsed)] == ["unknown-commune"]


def test_signature_and_notes_are_no_items():
    rows = [
        MUONG_SAI | {"criterion": "Tiêu chí số 10: chưa đạt", "work": "Phấn đấu đạt 42 triệu"},
        {"stt": "2"},
        {"stt": "Cộng: 1 xã"},
        {"work": "TM. ỦY BAN NHÂN DÂN"},
        {"work": "CHỦ TỊCH"},
        {"work": "Nguyễn Văn A"},
    ]
    parsed = read(*rows)
    assert works(parsed) == {"Mường Sai": [("Tiêu chí số 10: chưa đạt", ["Phấn đấu đạt 42 triệu"])]}
    assert parsed.findings == ()


def test_page_number_between_pages_is_told_and_no_item():
    made = sheet(MUONG_SAI | {"work": "Chỉ tiêu 2.1: A"}, {"met": "2"})
    made.heading()
    made.add(MUONG_SAI | {"work": "Chỉ tiêu 2.2: B"})
    parsed = son_la.read(made.book)
    assert ([len(row.children) for row in parsed.rows], told(parsed)) == ([2], [("ignored-row", "E4")])


def test_district_may_head_its_communes():
    section = {"stt": "I", "district": "Huyện Sông Mã"}
    own = {"name": "Mường Sai", "met": "12 tiêu chí", "work": "Chỉ tiêu 2.1: A"}
    assert list(works(read(section, own))) == ["Mường Sai"]


@pytest.mark.parametrize(
    "own, finding",
    [
        ({"name": "Xã Không Có"}, ("unknown-commune", "C3")),
        ({"name": "Xã Ngọc Chiến"}, ("other-district", "C3")),
        ({"district": "Huyện Không Có"}, ("unknown-district", "B3")),
        ({"name": ""}, ("unknown-commune", "C3")),
    ],
)
def test_block_of_no_known_commune_is_refused_as_a_whole(own, finding):
    first = MUONG_SAI | own | {"criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A"}
    second = {"stt": "2", "district": "Huyện Yên Châu", "name": "Sặp Vạt", "work": "Chỉ tiêu 2.1: B"}
    parsed = read(first, {"work": "Chỉ tiêu 2.2: B"}, second)
    assert [str(entry.standing) for entry in parsed.entries] == ["refused", "read"]
    assert [found for found in told(parsed) if found[0] != "name-differs"] == [finding]


def test_unknown_commune_is_told_once_for_all_its_pages():
    made = sheet(MUONG_SAI | {"name": "Xã Không Có", "work": "Chỉ tiêu 2.1: A"})
    made.heading()
    made.add(MUONG_SAI | {"name": "Xã Không Có", "work": "Chỉ tiêu 2.2: B"})
    parsed = son_la.read(made.book)
    assert (len(parsed.entries), told(parsed)) == (1, [("unknown-commune", "C3")])


def test_commune_apart_from_its_block_is_doubled():
    second = {"district": "Huyện Yên Châu", "name": "Sặp Vạt", "work": "Chỉ tiêu 2.1: B"}
    parsed = read(MUONG_SAI | {"work": "A"}, second, MUONG_SAI | {"work": "B"})
    assert [str(entry.standing) for entry in parsed.entries] == ["refused", "read", "refused"]
    assert told(parsed) == [("duplicate-commune", "C3"), ("duplicate-commune", "C5")]


def test_like_name_is_asked_and_its_answer_taken():
    rows = [MUONG_SAI | {"name": "Xã Mường Say", "work": "Chỉ tiêu 2.1: A"}]
    asked = read(*rows)
    ((question,),) = ([found for found in asked.findings if found.options],)
    answered = read(*rows, answers={question.question: "04213"})
    assert [str(entry.standing) for entry in asked.entries] == ["asked"]
    assert list(works(answered)) == ["Mường Sai"]


def test_formula_without_a_value_refuses_the_block():
    made = sheet(MUONG_SAI | {"work": "Chỉ tiêu 2.1: A"})
    made.sheet["F3"] = "=1+1"
    parsed = son_la.read(made.book)
    assert [str(entry.standing) for entry in parsed.entries] == ["refused"]
    assert told(parsed) == [("formula-without-value", "F3")]


def test_officer_brings_only_the_own_communes():
    index = son_la.name_index()
    own = frozenset(unit.id for unit in index.communes if unit.name == "Mường Sai")
    parsed = son_la.read(son_la.by_commune(NTM), scope=Scope(own, frozenset()))
    assert [str(entry.standing) for entry in parsed.entries] == ["read", "refused", "refused", "refused"]


def test_sheet_without_district_and_region_is_read():
    made = sheet(heading=False)
    made.keys = ["name", "met", "unmet", "criterion", "work"]
    columns = [made.definition.column(key) for key in made.keys]
    made.add({"name": "DANH SÁCH HUYỆN SÔNG MÃ"})
    made.add({column.key: column.heading for column in columns})
    made.add({"name": "Mường Sai", "criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A"})
    (row,) = son_la.read(made.book).rows
    assert (row.unit.name, set(row.cells)) == ("Mường Sai", {"name", "met", "unmet"})


def test_number_alone_is_an_item_inside_a_page():
    rows = [{"criterion": "Tiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 2.1: A"}, {"work": "23"}]
    assert works(read(MUONG_SAI, *rows))["Mường Sai"] == [
        ("Tiêu chí số 2: chưa đạt", ["Chỉ tiêu 2.1: A", "23"])
    ]


def test_commune_of_another_page_in_another_district_is_refused():
    parsed = read(MUONG_SAI | {"work": "A"}, MUONG_SAI | {"district": "Mường La", "work": "B"})
    assert [str(entry.standing) for entry in parsed.entries] == ["read", "refused"]
    assert told(parsed) == [("other-district", "C4")]


def test_blank_district_is_sought_in_the_province():
    own = {"name": "Sặp Vạt", "work": "Chỉ tiêu 2.1: B"}
    assert list(works(read(MUONG_SAI | {"work": "Chỉ tiêu 2.1: A"}, own))) == ["Mường Sai", "Sặp Vạt"]


def test_work_for_a_later_criterion_without_any_goes_there():
    lines = {"criterion": "Tiêu chí số 1: chưa đạt\nTiêu chí số 2: chưa đạt", "work": "Chỉ tiêu 9.1: A"}
    rows = [lines, {"criterion": "Tiêu chí số 9: chưa đạt"}]
    assert [len(items) for _, items in works(read(MUONG_SAI, *rows))["Mường Sai"]] == [0, 0, 1]


def test_sheet_of_endless_items_is_refused():
    with pytest.raises(WorkbookRefusedError) as refused:
        read(MUONG_SAI, *[{"work": "Cần A.\n" * 600}] * 2)
    assert refused.value.code == "file-too-large"


def test_criterion_alone_in_its_row_is_no_heading():
    rows = [{"criterion": "Tiêu chí số 13"}, {"work": "Chỉ tiêu 13.1: A"}]
    assert works(read(MUONG_SAI, *rows))["Mường Sai"] == [("Tiêu chí số 13", ["Chỉ tiêu 13.1: A"])]
