"""A period's results as workbooks: out, filled in, previewed, stored, taken back."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.services import system_user
from criteria.domain.stages import Action
from criteria.domain.values import format_result
from criteria.services.results import Edit, load_cells, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from plans.models import Annex, Upload
from plans.services.output import make_template
from plans.services.result_output import make_result_template
from plans.services.results import ResultStore, kept, results_annex
from plans.services.uploads import (
    StaleError,
    UndoRefusedError,
    confirm_upload,
    preview,
    receive_upload,
    undo_upload,
)
from tests.factories import make_commune, make_free_commune, make_indicators, make_period, move_submission

TODAY, DAY = date(2022, 6, 20), date(2020, 12, 15)
CRITERIA, INDICATORS = "commune-results-criteria", "commune-results-indicators"


@pytest.fixture
def period(world):
    make_indicators(world.criteria[0], [("1.1", "boolean")])
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "percentage")])
    make_indicators(world.criteria[9], [("10", "amount")])
    make_indicators(world.criteria[11], [("12", "percentage")], by_sex=True)
    make_indicators(world.criteria[16], [("17.1", "count"), ("17.10", "level")])
    return make_period(world)


def fill(annex, user, values, **options):
    """The user's template with ``{commune: {column number: cell value}}`` written into it."""
    book = load_workbook(io.BytesIO(make_result_template(annex, user, **options)))
    sheet = book.worksheets[0]
    head = 6 if annex.code == INDICATORS else 5
    columns = {str(cell.value).split(". ")[0]: cell.column for cell in sheet[head] if cell.value}
    rows = {str(row[1].value).removeprefix("Xã "): row[0].row for row in sheet.iter_rows(min_row=head + 1)}
    for name, cells in values.items():
        for number, value in cells.items():
            cell = sheet.cell(rows[name], columns[number])
            if isinstance(value, tuple):
                value, cell.number_format = value
            cell.value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def annex(period):
    """``annex(code, stage)``: of the period, at stage district unless told otherwise."""
    return lambda code=CRITERIA, stage="district": kept(results_annex(period, stage, code))


@pytest.fixture
def bring(annex):
    """Receive a filled template as a user; confirmed unless told otherwise."""

    def bring(user, values, code=CRITERIA, stage="district", *, by=None, confirm=True, today=TODAY):
        target = annex(code, stage)
        data = fill(target, by or user, values)
        upload, found = receive_upload(annex=target, user=user, name="kq.xlsx", data=data, today=today)
        if confirm:
            confirm_upload(upload=upload, user=user, digest=found.digest, today=today)
        return upload, found

    return bring


def stored(world, period, stage="district"):
    """Commune → {key: text} of what is stored."""
    sheet = open_sheet(period, stage)
    names = {commune.pk: commune.name for commune in world.communes}
    found = {}
    cells = load_cells(sheet, names)
    for (pk, key), cell in sorted(cells.items()):
        found.setdefault(names[pk], {})[key] = format_result(cell.value, sheet.measures[key])
    return found


def send(period, unit, user, action="send", stage="district", **given):
    move_submission(
        period=period, stage=stage, unit=unit, action=Action(action), user=user, today=TODAY, **given
    )


def told(found):
    return [(finding.code, finding.cell) for finding in found.findings]


def test_filled_template_is_stored(world, cast, bring, period):
    upload, found = bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 0, "3": "CB"}, "Nà Tấu": {"1": "Đ"}})
    assert found.counts == {
        "rows": 2, "new": 2, "changed": 0, "same": 0, "cleared": 0, "refused": 0, "asked": 0, "sums": 0,
        "cells": 4, "cells_new": 4, "cells_refused": 0,
    }  # fmt: skip
    assert stored(world, period) == {
        "Ẳng Cang": {"c1": "1", "c2": "0", "c3": "CB"},
        "Nà Tấu": {"c1": "1"},
    }
    upload.refresh_from_db()
    assert (upload.state, upload.changeset.channel, upload.changeset.reason) == (
        "stored",
        "upload",
        "kq.xlsx",
    )


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        ("1.1", 1, "1"),
        ("1.1", True, "1"),
        ("1.1", "✓", "1"),
        ("1.1", "chưa đạt", "0"),
        ("2.1", 85, "85"),
        ("2.1", (0.85, "0%"), "85"),
        ("2.1", (0.855, "0.0%"), "85,5"),
        ("2.1", "85%", "85"),
        ("2.1", "87,5", "87,5"),
        ("2.1", "45/60", "45/60"),
        ("2.1", "45/60 Đ", "45/60 Đ"),
        ("2.1", "CĐ", "CĐ"),
        ("10", 39.5, "39,5"),
        ("10", (1234.5, "#,##0.00"), "1234,5"),
        ("10", (1234, "#,##0"), "1234"),
        ("10", "39,5", "39,5"),
        ("10", 1 / 3, "0,3333"),
        ("12", "85 (nam 86; nữ 84) Đ", "85 (nam 86; nữ 84) Đ"),
        ("17.1", 3.0, "3"),
        ("17.1", "3", "3"),
        ("17.10", "Khá", "Khá"),
    ],
)
def test_every_kind_of_cell(world, cast, bring, period, number, value, text):
    bring(cast.officer, {"Ẳng Cang": {number: value}}, INDICATORS)
    assert stored(world, period) == {"Ẳng Cang": {f"i{number}": text}}


@pytest.mark.parametrize(
    ("value", "text", "codes"),
    [
        ((87.5, "0.0"), "87,5", []),
        ((87.5, "0"), "88", [("rounding", "D8")]),
        ((0.855, "0%"), "86", [("rounding", "D8")]),
        ((87.123456, "General"), "87,1235", [("rounding", "D8")]),
    ],
)
def test_what_the_sheet_shows_rounded_is_stored_so_and_said(world, cast, bring, period, value, text, codes):
    _, found = bring(cast.officer, {"Ẳng Cang": {"2.1": value}}, INDICATORS)
    assert (stored(world, period), told(found)) == ({"Ẳng Cang": {"i2.1": text}}, codes)


@pytest.mark.parametrize(
    ("number", "value", "code"),
    [
        ("1.1", "có thể", "bad-mark"),
        ("2.1", 120, "out-of-range"),
        ("2.1", date(2026, 2, 1), "date-value"),
        ("10", "ba mươi", "not-a-number"),
        ("10", "1.234", "ambiguous-number"),
        ("10", "=1/0", "formula-without-value"),
        ("17.1", 3.5, "not-a-number"),
    ],
)
def test_cell_that_cannot_be_read_keeps_its_row_out(cast, bring, number, value, code):
    values = {"Ẳng Cang": {number: value, "2.2": 50}, "Nà Tấu": {"2.2": 60}}
    _, found = bring(cast.officer, values, INDICATORS, confirm=False)
    left = found.counts["refused"] + found.counts["asked"]
    assert ([found for found, _ in told(found)], left, found.counts["new"]) == ([code], 1, 1)


def test_blank_changes_nothing_and_the_word_clears(world, cast, bring, period):
    bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1, "3": 1}})
    _, found = bring(cast.officer, {"Ẳng Cang": {"1": None, "2": "Xóa", "3": 0}})
    assert (found.counts["cleared"], found.counts["cells"]) == (1, 2)
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1", "c2": "", "c3": "0"}}


def test_same_values_store_nothing(cast, bring):
    bring(cast.officer, {"Ẳng Cang": {"1": 1}})
    upload, found = bring(cast.officer, {}, confirm=False)
    assert (upload.state, found.counts["same"], told(found)) == ("same", 2, [])


def test_stated_count_is_compared_and_never_stored(world, cast, bring, period):
    _, found = bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1, "Số tiêu chí đạt": 3}})
    assert [(f.code, f.stated, f.computed, f.blocks) for f in found.findings] == [
        ("row-sum", "3", "2", False)
    ]
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1", "c2": "1"}}


@pytest.mark.parametrize("count", [1, 2])
def test_count_may_be_that_of_the_sheet_or_with_what_is_stored(cast, bring, count):
    bring(cast.officer, {"Ẳng Cang": {"1": 1}})
    _, found = bring(cast.officer, {"Ẳng Cang": {"1": None, "2": 1, "Số tiêu chí đạt": count}}, confirm=False)
    assert (told(found), found.counts["cells"]) == ([], 1)


def test_rows_of_others_are_refused(world, cast, bring, period):
    values = {"Ẳng Cang": {"1": 1}, "Đứa Mòn": {"1": 1}}
    _, found = bring(cast.officer, values, by=cast.staff)
    assert (found.counts["new"], found.counts["refused"]) == (1, 2)
    assert {code for code, _ in told(found)} == {"other-district"}
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1"}}


def test_department_brings_its_own_columns_only(world, cast, bring, period):
    values = {"Ẳng Cang": {"1": 1, "2": 1}, "Nà Tấu": {"2": 0}}
    _, found = bring(cast.department, values, stage="department", by=cast.staff)
    assert (told(found), found.counts["cells"], found.counts["cells_refused"], found.is_whole) == (
        [("not-allowed", "C7")], 2, 1, False,
    )  # fmt: skip
    assert stored(world, period, "department") == {"Ẳng Cang": {"c2": "1"}, "Nà Tấu": {"c2": "0"}}


def test_template_of_a_department_has_its_columns(cast, annex):
    book = load_workbook(io.BytesIO(make_result_template(annex(INDICATORS, "department"), cast.department)))
    heads = [cell.value for cell in book.worksheets[0][6] if cell.value]
    assert heads == ["2.1. Chỉ tiêu 2.1", "2.2. Chỉ tiêu 2.2", "Mã đơn vị"]


def test_clerk_brings_the_own_commune(world, cast, bring, period):
    bring(cast.clerk, {"Ẳng Cang": {"1": 1}}, stage="self")
    assert stored(world, period, "self") == {"Ẳng Cang": {"c1": "1"}}


@pytest.mark.parametrize("who", ["officer", "staff", "admin", "system"])
@pytest.mark.parametrize("action", ["send", "lock"])
def test_sent_district_takes_no_workbook_until_it_is_returned(world, cast, bring, period, who, action):
    user = system_user() if who == "system" else getattr(cast, who)
    bring(cast.officer, {"Ẳng Cang": {"1": 1}})
    unit = Unit(district_id=world.north.pk)
    send(period, unit, cast.officer)
    if action == "lock":
        send(period, unit, cast.staff, "lock")
    _, found = bring(user, {"Ẳng Cang": {"1": 0}, "Nà Tấu": {"1": None}}, confirm=False)
    assert ([code for code, _ in told(found)], found.counts["refused"], found.effective) == (
        ["not-open"],
        1,
        (),
    )
    send(period, unit, cast.staff, "return", reason="Sai tiêu chí 1")
    bring(user, {"Ẳng Cang": {"1": 0}})
    assert stored(world, period) == {"Ẳng Cang": {"c1": "0"}}


def test_district_sent_after_the_preview_stores_nothing(world, cast, bring, period):
    upload, found = bring(cast.officer, {"Ẳng Cang": {"1": 1}}, confirm=False)
    send(period, Unit(district_id=world.north.pk), cast.officer)
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=cast.officer, digest=found.digest, today=TODAY)
    assert (stored(world, period), Upload.objects.get().state) == ({}, "waiting")


def test_criterion_a_department_sent_is_refused_alone(world, cast, bring, period):
    unit = Unit(district_id=world.north.pk, criterion_id=world.criteria[1].pk)
    send(period, unit, cast.department, stage="department")
    _, found = bring(cast.staff, {"Ẳng Cang": {"1": 1, "2": 1}}, stage="department")
    assert told(found) == [("not-open", "D7")]
    assert stored(world, period, "department") == {"Ẳng Cang": {"c1": "1"}}


@pytest.mark.parametrize("today", [date(2022, 5, 31), date(2022, 7, 16)])
def test_closed_period_takes_nothing(cast, bring, today):
    _, found = bring(cast.officer, {"Ẳng Cang": {"1": 1}}, confirm=False, today=today)
    assert ([code for code, _ in told(found)], found.effective) == (["not-open"], ())


def edit(period, user, commune, key, version, text, stage="district"):
    wish = Edit(commune.pk, key, version, text=text)
    save_edits(sheet=open_sheet(period, stage), user=user, edits=[wish], today=TODAY)


def test_cell_changed_in_between_makes_the_preview_stale(world, cast, bring, period):
    upload, found = bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1}}, confirm=False)
    edit(period, cast.staff, world.communes[0], "c2", 0, "0")
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=cast.officer, digest=found.digest, today=TODAY)
    assert stored(world, period) == {"Ẳng Cang": {"c2": "0"}}
    again = preview(upload.annex, upload.file.open("rb").read(), cast.officer, today=TODAY)
    confirm_upload(upload=upload, user=cast.officer, digest=again.digest, today=TODAY)
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1", "c2": "1"}}


def test_nothing_is_stored_where_somebody_was_faster_at_the_last_moment(
    world, cast, bring, period, monkeypatch
):
    upload, found = bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1}}, confirm=False)

    def store_late(**given):
        edit(period, cast.staff, world.communes[0], "c2", 0, "0")
        return save_edits(**given)

    monkeypatch.setattr("plans.services.results.save_edits", store_late)
    with pytest.raises(StaleError):
        confirm_upload(upload=upload, user=cast.officer, digest=found.digest, today=TODAY)
    upload.refresh_from_db()
    assert (upload.state, stored(world, period)) == ("waiting", {})


def test_another_cell_changed_in_between_does_not_matter(world, cast, bring, period):
    upload, found = bring(cast.officer, {"Ẳng Cang": {"1": 1}}, confirm=False)
    edit(period, cast.staff, world.communes[0], "c5", 0, "0")
    confirm_upload(upload=upload, user=cast.officer, digest=found.digest, today=TODAY)
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1", "c5": "0"}}


def test_undo_gives_the_former_values_back(world, cast, bring, period):
    bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1}})
    upload, _ = bring(cast.officer, {"Ẳng Cang": {"1": 0, "3": 1}})
    undo_upload(upload=upload, user=cast.officer, today=TODAY)
    upload.refresh_from_db()
    assert (upload.state, stored(world, period)) == ("undone", {"Ẳng Cang": {"c1": "1", "c2": "1", "c3": ""}})


def test_undo_is_refused_where_a_cell_changed_again(world, cast, bring, period):
    upload, _ = bring(cast.officer, {"Ẳng Cang": {"1": 1, "2": 1}})
    edit(period, cast.staff, world.communes[0], "c2", 1, "0")
    with pytest.raises(UndoRefusedError, match=r"Xã Ẳng Cang \(2\) đã được thay đổi"):
        undo_upload(upload=upload, user=cast.officer, today=TODAY)
    assert stored(world, period) == {"Ẳng Cang": {"c1": "1", "c2": "0"}}


def test_what_changes_while_an_undo_is_under_way_is_not_lost(world, cast, bring, period, monkeypatch):
    upload, _ = bring(cast.officer, {"Ẳng Cang": {"1": 1}})
    asked = ResultStore._changed_since

    def written_meanwhile(store, made):
        later = asked(store, made)
        edit(period, cast.staff, world.communes[0], "c1", 1, "0")
        return later

    monkeypatch.setattr(ResultStore, "_changed_since", written_meanwhile)
    with pytest.raises(UndoRefusedError, match="vừa được người khác thay đổi"):
        undo_upload(upload=upload, user=cast.officer, today=TODAY)


def test_undo_is_refused_where_the_district_was_sent(world, cast, bring, period):
    upload, _ = bring(cast.officer, {"Ẳng Cang": {"1": 1}})
    send(period, Unit(district_id=world.north.pk), cast.officer)
    with pytest.raises(UndoRefusedError, match=r"Không hoàn tác được\. Số liệu .*đã gửi"):
        undo_upload(upload=upload, user=cast.staff, today=TODAY)
    upload.refresh_from_db()
    assert (upload.state, stored(world, period)) == ("stored", {"Ẳng Cang": {"c1": "1"}})


def test_province_without_districts(world, cast, period, annex):
    period.last_day = date(2025, 7, 14)
    free = make_free_commune(world, "90999", name="Pá Khoang")
    data = fill(annex(), cast.staff, {"Pá Khoang": {"1": 1}})
    _, found = receive_upload(annex=annex(), user=cast.staff, name="kq.xlsx", data=data, today=TODAY)
    assert (found.counts["cells"], told(found), free.pk) == (1, [], found.effective[0].row.unit.id)


def test_file_of_another_period_or_step_is_told(world, cast, annex):
    last = make_period(world, code="nam-2021", name="năm 2021", last_day=date(2021, 12, 14), first_day=DAY)
    files = {
        "": fill(annex(), cast.officer, {"Ẳng Cang": {"1": 1}}),
        "other-stage": fill(annex(stage="self"), cast.officer, {"Ẳng Cang": {"1": 1}}),
        "other-period": make_result_template(kept(results_annex(last, "district", CRITERIA)), cast.officer),
        "other-figures": make_template(world.annex, cast.officer),
    }
    found = {code: preview(annex(), data, cast.officer, today=TODAY) for code, data in files.items()}
    for code, one in found.items():
        assert [told.code for told in one.findings if told.severity == "warning"] == [code] * bool(code)
    assert found["other-period"].findings[0].message == (
        "Tệp ghi “NĂM 2021”, kỳ đang nhập là 6 tháng đầu năm 2022."
    )


def test_annex_of_a_plan_is_told_by_the_line_that_names_its_plan(world, cast, annex):
    Annex.objects.filter(pk=world.annex.pk).update(title="Biểu chi tiết tiêu chí đến năm 2025")
    data = make_template(Annex.objects.get(pk=world.annex.pk), cast.officer)
    found = preview(annex(), data, cast.officer, today=TODAY).findings
    assert [told.code for told in found if told.severity == "warning"] == ["other-figures"]
    assert found[0].message.startswith("Tệp ghi “(Kèm theo Kế hoạch số 45/KH-UBND")


def test_nothing_is_stored_of_an_annex_before_a_file_comes(period):
    assert (results_annex(period, "self", CRITERIA).pk, Annex.objects.filter(period=period).count()) == (
        None,
        0,
    )


@pytest.mark.parametrize("size", [0, 30])
def test_queries_do_not_grow_with_the_rows(world, cast, annex, size):
    names = [*(commune.name for commune in world.communes), *(f"Pá {number}" for number in range(size))]
    for number in range(size):
        make_commune(world.north, f"9{number:04}", f"Pá {number}")
    target = annex(INDICATORS)
    data = fill(target, cast.staff, {name: {"2.1": "85", "10": 39.5} for name in names})
    with CaptureQueriesContext(connection) as previewing:
        found = preview(target, data, cast.staff, today=TODAY)
    upload, _ = receive_upload(annex=target, user=cast.staff, name="kq.xlsx", data=data, today=TODAY)
    with CaptureQueriesContext(connection) as confirming:
        confirm_upload(upload=upload, user=cast.staff, digest=found.digest, today=TODAY)
    inserts = [query for query in confirming if query["sql"].startswith("INSERT")]  # in batches
    assert (found.counts["new"], len(previewing), len(confirming) - len(inserts)) == (4 + size, 8, 21)
