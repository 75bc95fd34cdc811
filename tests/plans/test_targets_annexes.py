"""Biểu 01 and 03 of plan 1986 through the commands: what is printed goes in and comes out, cell by cell."""

import io
import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.management import call_command
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.services import create_demo_users, system_user
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import Annex, AnnexVersion, VillageTarget, YearlyTarget
from plans.services.output import make_template
from plans.services.plans import load_seed_plans
from plans.services.project_targets import project_yearly
from plans.services.uploads import preview
from tests.factories import make_annex
from tests.plans.targets import (
    VILLAGE_HEADING,
    VILLAGE_KEYS,
    YEARLY_HEADING,
    YEARLY_KEYS,
    to_bytes,
    village_rows,
    workbook,
    yearly_rows,
)

PLAN = "dien-bien-2022-1986"
PRINTED = {
    "yearly-targets": (YEARLY_HEADING, YEARLY_KEYS, yearly_rows()),
    "village-targets": (VILLAGE_HEADING, VILLAGE_KEYS, village_rows()),
}
CODES = sorted(PRINTED)


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
    """The plans without figures."""


def printed(code):
    heading, _, rows = PRINTED[code]
    return to_bytes(workbook(heading, rows))


def bring(tmp_path, code, data):
    """Exit code and report of import_annex."""
    path, out, ended = tmp_path / "biểu.xlsx", io.StringIO(), 0
    path.write_bytes(data)
    try:
        call_command("import_annex", str(path), "--annex", code, "--plan", PLAN, "--json", stdout=out)
    except SystemExit as stop:
        ended = stop.code
    return ended, json.loads(out.getvalue())


def fetch(tmp_path, code, kind):
    path = tmp_path / f"{code}.{kind}"
    call_command("export_annex", annex=code, plan=PLAN, format=kind, output=path, stdout=io.StringIO())
    return path


@pytest.mark.parametrize("code", CODES)
def test_json_holds_every_printed_cell(dien_bien, tmp_path, code):
    ended, report = bring(tmp_path, code, printed(code))
    rows = json.loads(fetch(tmp_path, code, "json").read_text())["rows"]
    assert (ended, [row["cells"] for row in rows]) == (0, PRINTED[code][2])
    assert report["counts"]["new"] == {"yearly-targets": 38, "village-targets": 10}[code]


@pytest.mark.parametrize("code", CODES)
def test_workbook_holds_every_printed_cell_and_is_no_new_version(dien_bien, tmp_path, code):
    bring(tmp_path, code, printed(code))
    path, rows = fetch(tmp_path, code, "xlsx"), PRINTED[code][2]
    sheet = load_workbook(path).active
    shown = [["" if cell is None else str(cell) for cell in row[: len(rows[0])]] for row in sheet.values]
    first = shown.index(rows[0])
    assert shown[first : first + len(rows)] == rows
    ended, report = bring(tmp_path, code, path.read_bytes())
    assert (ended, report["stored"], report["counts"]["same"]) == (0, False, report["counts"]["rows"])
    assert AnnexVersion.objects.filter(annex__code=code).count() == 1


@pytest.mark.parametrize("code", CODES)
def test_document_holds_every_printed_cell(dien_bien, tmp_path, code):
    bring(tmp_path, code, printed(code))
    table = Document(str(fetch(tmp_path, code, "docx"))).tables[-1]
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    first = shown.index(PRINTED[code][2][0])
    assert shown[first:] == PRINTED[code][2]


@pytest.mark.parametrize("code", CODES)
def test_pdf_holds_every_printed_text(dien_bien, tmp_path, code):
    bring(tmp_path, code, printed(code))
    text = " ".join(page.extract_text() for page in PdfReader(fetch(tmp_path, code, "pdf")).pages)
    words = set(text.split())
    wanted = {word for row in PRINTED[code][2] for cell in row for word in cell.split()}
    assert wanted - words == set()


@pytest.mark.parametrize("code", CODES)
def test_demonstration_brings_what_is_printed(code):
    path = settings.FIXTURES_DIR / "demo" / f"{code}.{PLAN}.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    keys = PRINTED[code][1]
    assert [[row["cells"].get(key, "") for key in keys] for row in rows] == PRINTED[code][2]


@pytest.mark.parametrize("code", CODES)
def test_template_with_stored_figures_changes_nothing(dien_bien, tmp_path, code):
    bring(tmp_path, code, printed(code))
    annex = Annex.objects.select_related("plan__province").get(plan__slug=PLAN, code=code)
    found = preview(annex, make_template(annex, system_user()), system_user())
    assert (found.effective, found.counts["same"]) == ((), found.counts["rows"])


@pytest.mark.parametrize("code", CODES)
def test_empty_template_is_nothing_to_store(dien_bien, code):
    annex = Annex.objects.select_related("plan__province").get(plan__slug=PLAN, code=code)
    found = preview(annex, make_template(annex, system_user(), blank=True), system_user())
    assert (found.effective, found.counts["refused"]) == ((), 0)


def test_template_of_districts_keeps_the_order_they_are_stored_in(dien_bien, tmp_path):
    bring(tmp_path, "village-targets", printed("village-targets"))
    annex = Annex.objects.select_related("plan__province").get(plan__slug=PLAN, code="village-targets")
    sheet = load_workbook(io.BytesIO(make_template(annex, system_user()))).active
    assert [row[0] for row in sheet.values if isinstance(row[0], int)] == list(range(1, 11))


def test_next_sheet_of_lines_says_what_changes_and_keeps_the_rest(dien_bien, tmp_path):
    bring(tmp_path, "yearly-targets", printed("yearly-targets"))
    rows = [list(row) for row in yearly_rows()[1:6]]
    rows[0][7], rows[2][6] = "15,50", ""  # 2: năm 2025; 4: năm 2024
    _, report = bring(tmp_path, "yearly-targets", to_bytes(workbook(YEARLY_HEADING, rows)))
    assert {key: report["counts"][key] for key in ("rows", "changed", "cleared", "same")} == {
        "rows": 5, "changed": 2, "cleared": 1, "same": 3,
    }  # fmt: skip
    shown = json.loads(fetch(tmp_path, "yearly-targets", "json").read_text())["rows"]
    assert (len(shown), shown[1]["cells"][7], shown[3]["cells"][6]) == (38, "15,50", "")


def test_yearly_targets_are_projected(dien_bien, tmp_path):
    bring(tmp_path, "yearly-targets", printed("yearly-targets"))
    targets = YearlyTarget.objects.filter(line="5").values_list("role", "year", "printed", "value")
    assert sorted(targets) == [
        ("baseline", 2021, "58,9", Decimal("58.9")),
        ("goal", 2025, "≥ 65", None),
    ]
    assert YearlyTarget.objects.filter(line="7.1", role="year").count() == 1
    assert YearlyTarget.objects.filter(line__in=("7", "7.3", "7.4")).count() == 0


def test_village_targets_are_projected(dien_bien, tmp_path):
    bring(tmp_path, "village-targets", printed("village-targets"))
    target = VillageTarget.objects.get(district__name="Mường Ảng")
    values = [getattr(target, key) for key in VILLAGE_KEYS[2:]]
    assert (VillageTarget.objects.count(), values) == (10, [108, 0, 0, 22, 10, 12, 55, 2, 53])


@pytest.mark.parametrize(
    ("text", "value"),
    [("999999999999999", 10**15 - 1), ("1" + "0" * 15, None), ("0,00005", Decimal("0.0001"))],
)
def test_figure_beyond_what_is_kept_is_none(world, text, value):
    annex = make_annex(world.plan, "yearly-targets")
    cells = {"name": Cell("Dân số"), "goal": Cell(text, text.replace(",", "."))}
    project_yearly(annex, AnnexTable((Row(RowKind.LINE, None, cells, line="1"),)))
    assert list(YearlyTarget.objects.values_list("printed", "value")) == [(text, value)]
