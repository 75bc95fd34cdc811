"""The real annex of the 2022 plan, through the commands: what goes in is what comes out."""

import io
import json

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from accounts.services import create_demo_users, system_user
from plans.models import Annex
from plans.services.output import read_annex
from plans.services.plans import load_seed_plans
from tests.plans.dien_bien import MARKS, printed_workbook, readable_rows, to_bytes

ANNEX = ("--annex", "criteria-matrix", "--plan", "dien-bien-2022-1986")
COLUMNS = ("stt", "name", *MARKS, "result", "average")


@pytest.fixture(scope="module")
def django_db_setup_reference(django_db_setup, django_db_blocker):
    """Reference data stays for the module: tests run in transactions on top of it."""
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=io.StringIO())
        load_seed_plans()
        create_demo_users()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def dien_bien(django_db_setup_reference, db):
    """Both provinces, plans and demo users; no figures."""


def bring(tmp_path, data, *options):
    """Exit code and report of import_annex."""
    path, out = tmp_path / "biểu.xlsx", io.StringIO()
    path.write_bytes(data)
    code = 0
    try:
        call_command("import_annex", str(path), *ANNEX, "--json", *options, stdout=out)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(out.getvalue())


def fetch(tmp_path, kind, figures, *options):
    path = tmp_path / f"out.{kind}"
    call_command(
        "export_annex", *ANNEX, *options, figures=figures, format=kind, output=path, stdout=io.StringIO()
    )
    return path.read_bytes()


def rows_of(tmp_path, figures="printed"):
    return json.loads(fetch(tmp_path, "json", figures))["rows"]


def district(roman):
    return [row for row in readable_rows() if row["roman"] == roman]


def sheet(rows):
    return to_bytes(printed_workbook(rows))


def test_all_readable_rows_go_in(dien_bien, tmp_path):
    code, report = bring(tmp_path, sheet(readable_rows()))
    assert (code, report["stored"], report["version"]) == (0, True, 1)
    assert report["counts"] == {
        "rows": 70, "new": 70, "changed": 0, "same": 0, "cleared": 0, "refused": 0, "asked": 0, "sums": 7,
    }  # fmt: skip


def test_nine_results_differ_from_their_marks(dien_bien, tmp_path):
    _, report = bring(tmp_path, sheet(readable_rows()))
    names = {row["row"]: row["unit"]["name"] for row in report["rows"] if row["kind"] == "unit"}
    found = [finding for finding in report["findings"] if finding["code"] == "row-sum"]
    assert [(names[f["row"]], f["cell"], f["stated"], f["computed"], f["blocks"]) for f in found] == [
        ("Sa Lông", "V8", "19", "18", False),
        ("Chà Cang", "V43", "18", "17", False),
        ("Chà Tở", "V44", "13", "12", False),
        ("Nậm Khăn", "V45", "13", "12", False),
        ("Na Cô Sa", "V47", "14", "12", False),
        ("Nà Khoa", "V49", "14", "12", False),
        ("Nậm Tin", "V50", "11", "10", False),
        ("Nà Hỳ", "V52", "18", "19", False),
        ("Sen Thượng", "V57", "15", "7", False),
    ]


def test_sums_of_nam_po_are_wrong_and_partial_ones_only_incomplete(dien_bien, tmp_path):
    _, report = bring(tmp_path, sheet(readable_rows()))
    codes = ("subtotal", "total", "average", "incomplete")
    found = [f for f in report["findings"] if f["code"] in codes]
    assert [(f["code"], f["cell"], f["stated"], f["computed"]) for f in found] == [
        ("subtotal", "E39", "15", "13"),
        ("subtotal", "J39", "15", "12"),
        ("subtotal", "K39", "8", "6"),
        ("subtotal", "V39", "210", "203"),
        ("average", "W39", "14,0", "13,5"),
        ("incomplete", "V55", "145", "42"),
        ("incomplete", "V83", "1.778", "1.044"),
    ]


def test_printed_figures_come_out_cell_by_cell(dien_bien, tmp_path):
    bring(tmp_path, sheet(readable_rows()))
    source = [[row[key] for key in COLUMNS] for row in readable_rows()]
    assert [row["cells"] for row in rows_of(tmp_path)] == source
    book = load_workbook(io.BytesIO(fetch(tmp_path, "xlsx", "printed")))
    lines = [[cell.value for cell in row[:23]] for row in book.active.iter_rows(min_row=8, max_row=84)]
    assert [["" if value is None else str(value) for value in line] for line in lines] == source


def test_districts_without_their_row_are_named_before_printing(dien_bien, tmp_path):
    bring(tmp_path, sheet(readable_rows()))
    annex = Annex.objects.get(plan__slug="dien-bien-2022-1986", code="criteria-matrix")
    assert read_annex(annex, system_user()).headless == ["huyện Mường Chà", "huyện Tuần Giáo"]


def test_computed_figures_follow_from_the_marks(dien_bien, tmp_path):
    bring(tmp_path, sheet(readable_rows()))
    source = {row["official"]: row for row in readable_rows() if row["kind"] == "commune"}
    printed = {
        row["unit"]["name"]: row["cells"] for row in rows_of(tmp_path, "computed") if row["kind"] == "unit"
    }
    assert {name: cells[2:22] for name, cells in printed.items()} == {
        name: [*(row[mark] for mark in MARKS), str(sum(row[mark] == "1" for mark in MARKS))]
        for name, row in source.items()
    }


@pytest.mark.parametrize("figures", ["printed", "computed"])
def test_own_export_makes_no_new_version(dien_bien, tmp_path, figures):
    rows = [row for row in readable_rows() if row["roman"] in ("III", "IV")]
    bring(tmp_path, sheet(rows))
    code, report = bring(tmp_path, fetch(tmp_path, "xlsx", figures, "--district", "098"))
    counts = report["counts"]
    assert (code, report["stored"], report["version"], counts["same"]) == (0, False, 1, 11)


def test_same_bytes_are_told_and_stored_once(dien_bien, tmp_path):
    data = sheet(district("III"))
    bring(tmp_path, data)
    code, report = bring(tmp_path, data)
    told = [f["code"] for f in report["findings"] if f["severity"] == "info"]
    assert (code, report["stored"], report["version"]) == (0, False, 1)
    assert "same-file" in told


def test_foreign_rows_are_refused_and_own_ones_stored(dien_bien, tmp_path):
    rows = [row for row in readable_rows() if row["roman"] in ("III", "IV")]
    code, report = bring(tmp_path, sheet(rows), "--as", "dienbien.tuachua")
    assert (code, report["stored"]) == (1, True)
    assert (report["counts"]["new"], report["counts"]["refused"]) == (11, 9)
    assert {f["code"] for f in report["findings"] if f["blocks"]} == {"other-district"}
    assert {row["unit"]["name"] for row in rows_of(tmp_path) if row["kind"] == "unit"} == {
        row["official"] for row in district("III") if row["kind"] == "commune"
    }


def test_only_foreign_rows_store_nothing(dien_bien, tmp_path):
    code, report = bring(tmp_path, sheet(district("IV")), "--as", "dienbien.tuachua")
    assert (code, report["stored"], report["counts"]["refused"], rows_of(tmp_path)) == (1, False, 9, [])


def test_half_a_district_changes_no_other_commune(dien_bien, tmp_path):
    bring(tmp_path, sheet(readable_rows()))
    before = {row["cells"][1]: row["cells"] for row in rows_of(tmp_path)}
    half = [dict(row) for row in district("III")[:6]]
    for row in half[1:]:
        row["9"] = "1"
    code, _ = bring(tmp_path, sheet(half), "--as", "dienbien.tuachua")
    after = {row["cells"][1]: row["cells"] for row in rows_of(tmp_path)}
    changed = {name for name in before if before[name] != after[name]}
    assert (code, changed) == (0, {"Xá Nhè", "Tủa Thàng", "Sín Phình"})
    assert list(after) == list(before)


def test_all_or_nothing_and_dry_run_store_nothing(dien_bien, tmp_path):
    rows = [row for row in readable_rows() if row["roman"] in ("III", "IV")]
    partly = bring(tmp_path, sheet(rows), "--as", "dienbien.tuachua", "--all-or-nothing")
    dry = bring(tmp_path, sheet(rows), "--dry-run")
    assert [(code, report["stored"]) for code, report in (partly, dry)] == [(1, False), (0, False)]
    assert rows_of(tmp_path) == []


def test_unreadable_file_ends_with_two(dien_bien, tmp_path):
    code, report = bring(tmp_path, b"khong phai Excel")
    assert (code, report["stored"], [f["code"] for f in report["findings"]]) == (
        2, False, ["file-not-a-workbook"],
    )  # fmt: skip


def test_table_without_rows_is_told(dien_bien, tmp_path):
    code, report = bring(tmp_path, sheet([]))
    assert (code, [f["code"] for f in report["findings"]]) == (2, ["no-rows"])


def test_row_keeps_its_number_in_the_annex(dien_bien, tmp_path):
    bring(tmp_path, sheet(readable_rows()))
    rows = [dict(row) for row in district("III")]
    rows[0] |= {"stt": "I", "average": "13,3"}
    code, _ = bring(tmp_path, sheet(rows), "--as", "dienbien.tuachua")
    printed = next(row["cells"] for row in rows_of(tmp_path) if row["cells"][1] == "Huyện Tủa Chùa")
    assert (code, printed[0], printed[-1]) == (0, "III", "13,3")


@pytest.mark.parametrize("name", ["Tên xã, thị trấn", "Xã/phường/thị trấn", "Đơn vị (xã)", "Các xã"])
def test_column_of_names_is_known_by_its_words(dien_bien, tmp_path, name):
    book = printed_workbook(district("III"))
    book.active["B4"] = name
    code, report = bring(tmp_path, to_bytes(book), "--dry-run")
    assert (code, report["counts"]["new"]) == (0, 11)


def test_reconcile_ends_with_one_while_sums_differ(dien_bien, tmp_path):
    bring(tmp_path, sheet(district("V")))
    out = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("reconcile", "--plan", "dien-bien-2022-1986", "--json", stdout=out)
    codes = [finding["code"] for finding in json.loads(out.getvalue())["findings"]]
    assert (stop.value.code, codes.count("row-sum"), codes.count("subtotal"), codes.count("average")) == (
        1, 7, 4, 1,
    )  # fmt: skip
