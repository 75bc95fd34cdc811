from datetime import date

import pytest

from communes.domain.names import Unit
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.tasks.deadlines import Due
from plans.domain.tasks.steps import Task, inspection_tasks, policy_tasks

NA_MUONG = Unit(id=7, code="90107", name="Nà Mường", type="Xã", level="commune", district_id=1)
QUARTERS = {"check_1": "Quý II, III/2023", "check_2": "Quý III, IV/2023", "appraisal": "Quý IV/2023"}
APPRAISAL = (
    "Tổ chức Thẩm định: - Thành phần: Tổ Công tác giúp việc. - Nội dung: Thẩm định hồ sơ tại xã. "
    "- Thời gian: trước ngày 01/12/2023."
)
RECOGNITION = (
    "Hoàn thiện Hồ sơ, tổ chức công bố:\n- Hoàn thiện hồ sơ, trình ban hành Quyết định công nhận: trước ngày "
    "10/12/2023.\n- Tổ chức Công bố: trước ngày 31/12/2023"
)
ANNOUNCED = "Đã tổ chức đoàn thẩm định, trình Công nhận và Công bố trong quý I/2023."
FIRST, SECOND, FOURTH = (
    Due(date(2023, 4, 1), date(2023, 9, 30)),
    Due(date(2023, 7, 1), date(2023, 12, 31)),
    Due(date(2023, 10, 1), date(2023, 12, 31)),
)


def _row(kind: RowKind, line: str = "", unit: Unit | None = None, **cells: str | Cell) -> Row:
    given = {key: cell if isinstance(cell, Cell) else Cell(cell, cell) for key, cell in cells.items()}
    return Row(kind, unit, given, line=line)


def _section(line: str, name: str) -> Row:
    return _row(RowKind.SECTION, line, name=name)


def _item(line: str, name: str, unit: Unit | None = None, **cells: str | Cell) -> Row:
    return _row(RowKind.ITEM, line, unit, name=name, **cells)


def _inspections(*rows: Row) -> list[Task]:
    head = (_section("I", "Xã đạt chuẩn"), _row(RowKind.SUBHEAD, "I", **QUARTERS))
    return list(inspection_tasks(AnnexTable((*head, *rows))))


def _told(tasks: list[Task]) -> list[tuple[str, str, str, Due | None]]:
    return [(task.step, task.title, task.due_text, task.due) for task in tasks]


def test_a_policy_task_is_its_row():
    cells = {"lead": "Sở A", "partners": "Các sở", "authority": "UBND tỉnh", "due": "Quý III, IV/2023"}
    table = AnnexTable((_item("1", "Nghị quyết về OCOP", **cells), _item("2", "", lead="")))
    assert list(policy_tasks(table)) == [
        Task(
            line="1",
            title="Nghị quyết về OCOP",
            lead="Sở A",
            partners="Các sở",
            authority="UBND tỉnh",
            due_text="Quý III, IV/2023",
            due=SECOND,
        )
    ]


def test_a_deadline_that_cannot_be_read_keeps_its_words():
    table = AnnexTable((_item("1", "Đề án", due="Khi Trung ương có hướng dẫn"),))
    assert [(task.due_text, task.due) for task in policy_tasks(table)] == [
        ("Khi Trung ương có hướng dẫn", None)
    ]


def test_a_merged_deadline_holds_for_every_row():
    due = Cell("Quý IV/2023", "Quý IV/2023", rows=2)
    table = AnnexTable((_item("1", "A", due=due), *(_item(line, "B") for line in "234")))
    assert [task.due for task in policy_tasks(table)] == [FOURTH, FOURTH, None, None]


@pytest.mark.parametrize(("year", "due"), [(None, None), (2023, FOURTH)])
def test_a_year_left_out_is_the_plans(year, due):
    table = AnnexTable((_item("1", "A", due="Quý IV"),))
    assert [task.due for task in policy_tasks(table, year)] == [due]


def test_the_steps_of_a_commune():
    item = _item("I.1", "Xã A", check_1="- Nội dung: Rà soát", appraisal=APPRAISAL, recognition=RECOGNITION)
    tasks = _inspections(item)
    assert {task.section for task in tasks} == {"I. Xã đạt chuẩn"}
    assert [task.lead for task in tasks] == ["", "Tổ Công tác giúp việc", "", ""]
    assert _told(tasks) == [
        ("check_1", "Kiểm tra, giám sát: Xã A\nRà soát", "Quý II, III/2023", FIRST),
        (
            "appraisal",
            "Tổ chức Thẩm định: Xã A\nThẩm định hồ sơ tại xã.",
            "trước ngày 01/12/2023",
            Due(None, date(2023, 11, 30)),
        ),
        (
            "recognition.1",
            "Hoàn thiện hồ sơ, trình ban hành Quyết định công nhận: Xã A",
            "trước ngày 10/12/2023",
            Due(None, date(2023, 12, 9)),
        ),
        (
            "recognition.2",
            "Tổ chức Công bố: Xã A",
            "trước ngày 31/12/2023",
            Due(None, date(2023, 12, 30)),
        ),
    ]


def test_a_merged_check_is_a_step_of_each_commune():
    check = Cell("- Nội dung: Rà soát", "- Nội dung: Rà soát", rows=2)
    tasks = _inspections(_item("I.1", "Xã A", check_2=check), _item("I.2", "Xã B"), _item("I.3", "Xã C"))
    assert [(task.line, task.step, task.due) for task in tasks] == [
        ("I.1", "check_2", SECOND),
        ("I.2", "check_2", SECOND),
        ("I.3", "", None),
    ]


def test_a_merged_name_is_that_of_every_row():
    name = Cell("Xã A", "Xã A", rows=2)
    rows = (_row(RowKind.ITEM, "I.1", name=name, check_1="Một"), _item("I.2", "", check_1="Hai"))
    assert [task.title for task in _inspections(*rows)] == [
        "Kiểm tra, giám sát: Xã A\nMột",
        "Kiểm tra, giám sát: Xã A\nHai",
    ]


def test_of_a_commune_already_announced_nothing_is_left():
    check = Cell("- Nội dung: Rà soát", "- Nội dung: Rà soát", rows=6)
    tasks = _inspections(_item("I.5", "Xã Nà Mường", NA_MUONG, check_1=check, appraisal=ANNOUNCED))
    assert [(task.step, task.due_text, task.done, task.unit) for task in tasks] == [
        ("check_1", "Quý II, III/2023", True, NA_MUONG),
        ("appraisal", "trong quý I/2023", True, NA_MUONG),
    ]


def test_a_section_without_headings_has_what_its_cell_says():
    whole = (
        "- Thành phần: VPĐP. - Nội dung: Kiểm tra, đến hết năm 2025. - Thời gian kiểm tra: Quý III,IV/2023."
    )
    rows = (_section("II", "Kiểm tra"), _item("II.1", "Các xã dưới 5 tiêu chí", check_1=Cell(whole, whole)))
    assert list(_inspections(*rows)) == [
        Task(
            line="II.1",
            title="Các xã dưới 5 tiêu chí\nKiểm tra, đến hết năm 2025.",
            step="check_1",
            section="II. Kiểm tra",
            lead="VPĐP",
            due_text="Quý III,IV/2023",
            due=SECOND,
        )
    ]


def test_a_merged_heading_holds_for_the_columns_it_covers():
    head = _row(RowKind.SUBHEAD, "I", check_1=Cell("Quý IV/2023", "", columns=2))
    rows = (_section("I", "Xã"), head, _item("I.1", "Xã A", check_1="Một", check_2="Hai", appraisal="Ba"))
    assert [task.due for task in inspection_tasks(AnnexTable(rows))] == [FOURTH, FOURTH, None]


def test_a_day_that_does_not_exist_is_not_replaced_by_the_quarter_above():
    tasks = _inspections(_item("I.1", "Xã A", appraisal="- Thời gian: trước ngày 31/11/2023"))
    assert _told(tasks) == [("appraisal", "Thẩm định: Xã A", "trước ngày 31/11/2023", None)]
