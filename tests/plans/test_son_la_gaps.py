"""Biểu số 01 and 02 of the 2023 plan, through the commands: what goes in is what comes out."""

import io
import json
import subprocess
from itertools import chain

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.services import create_demo_users
from plans.annexes.commune_gaps import ADVANCED, NTM
from plans.models import Annex, PlannedWork, Upload
from plans.services.output import make_template, read_annex
from plans.services.plans import load_seed_plans
from plans.services.stores import UndoRefusedError
from plans.services.uploads import undo_upload
from tests.plans import son_la
from tests.plans.dien_bien import to_bytes


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=io.StringIO())
        load_seed_plans()
        create_demo_users()
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def bring(reference, db, tmp_path):
    """Exit code and report of import_annex."""

    def bring(code, book, *options):
        path, out = tmp_path / "biểu.xlsx", io.StringIO()
        path.write_bytes(book if isinstance(book, bytes) else to_bytes(book))
        arguments = (str(path), "--annex", code, "--plan", "son-la-2023-176", "--json", *options)
        try:
            call_command("import_annex", *arguments, stdout=out)
        except SystemExit as stop:
            return stop.code, json.loads(out.getvalue())
        return 0, json.loads(out.getvalue())

    return bring


@pytest.fixture
def fetch(tmp_path):
    def fetch(code, kind):
        path = tmp_path / f"out.{kind}"
        arguments = ("--annex", code, "--plan", "son-la-2023-176", "--format", kind, "-o", str(path))
        call_command("export_annex", *arguments, stdout=io.StringIO())
        return path.read_bytes()

    return fetch


def counts(report, *names):
    return tuple(report["counts"][name] for name in names)


def commune(code, place, **changed):
    """A sheet with the block of one commune, its first criteria only where ``criteria`` says how many."""
    sheet = son_la.Sheet(son_la.gaps(code)).heading()
    cells, criteria = son_la.printed(code)[place]
    for text, items in criteria[: changed.get("criteria")]:
        sheet.add({**cells, "criterion": text, "work": "\n".join(items)})
    return sheet.book


def texts(rows):
    return [text for row in rows for text in [*filter(None, row["cells"]), *texts(row["children"])]]


def printed_texts(code):
    return list(
        chain.from_iterable(
            [*own.values(), *chain.from_iterable((text, *items) for text, items in criteria)]
            for own, criteria in son_la.printed(code)
        )
    )


@pytest.mark.parametrize("code, communes", [(NTM, 4), (ADVANCED, 3)])
def test_every_printed_text_comes_out_again(bring, fetch, code, communes):
    status, report = bring(code, son_la.pages_below(code))
    assert (status, report["stored"], counts(report, "rows", "new")) == (0, True, (communes, communes))
    assert texts(json.loads(fetch(code, "json"))["rows"]) == printed_texts(code)


@pytest.mark.parametrize("code, communes", [(NTM, 4), (ADVANCED, 3)])
def test_own_workbook_is_nothing_new(bring, fetch, code, communes):
    bring(code, son_la.by_item(code))
    status, report = bring(code, fetch(code, "xlsx"))
    assert (status, report["stored"], counts(report, "rows", "same")) == (0, False, (communes, communes))
    assert [found["code"] for found in report["findings"] if found["blocks"]] == []


@pytest.mark.parametrize("code", [NTM, ADVANCED])
def test_paper_holds_every_text(bring, fetch, tmp_path, code):
    bring(code, son_la.merged_down(code))
    path = tmp_path / "biểu.pdf"
    path.write_bytes(fetch(code, "pdf"))
    shown = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True
    ).stdout
    letters = "".join(shown.split())
    assert [text for text in printed_texts(code) if "".join(text.split()) not in letters] == []


def test_report_tells_criteria_and_items_of_each_commune(bring):
    _, report = bring(NTM, son_la.by_commune(NTM), "--dry-run")
    row = report["rows"][0]
    assert (row["unit"], row["values"]["met"]) == (
        {"code": "04213", "name": "Mường Sai"},
        "12 tiêu chí/45 chỉ tiêu.",
    )
    assert [(child["line"], len(child["children"])) for child in row["children"]] == [
        ("2", 3), ("6", 3), ("9", 1), ("10", 1), ("11", 1), ("16", 1),
    ]  # fmt: skip


def test_block_of_a_part_replaces_the_stored_one(bring):
    bring(NTM, son_la.by_commune(NTM))
    status, report = bring(
        NTM, commune(NTM, 3, criteria=5)
    )  # criteria 15 and 17 with three items are left out
    assert (status, report["version"]) == (0, 2)
    assert counts(report, "rows", "changed", "cleared", "refused") == (1, 1, 5, 0)
    assert PlannedWork.objects.filter(annex__code=NTM).count() == 56 - 3


def test_undo_brings_the_block_back(bring, fetch):
    bring(NTM, son_la.by_commune(NTM))
    before = fetch(NTM, "json")
    bring(NTM, commune(NTM, 3, criteria=5))
    undo_upload(upload=Upload.objects.first(), user=User.objects.get(username="sonla.vanphong"))
    assert fetch(NTM, "json") == before
    assert PlannedWork.objects.filter(annex__code=NTM).count() == 56


def test_block_changed_later_is_not_taken_back(bring):
    bring(NTM, son_la.by_commune(NTM))
    first = Upload.objects.get()
    bring(NTM, commune(NTM, 3, criteria=5))
    with pytest.raises(UndoRefusedError, match="Xã Chiềng Pha đã được thay đổi"):
        undo_upload(upload=first, user=User.objects.get(username="sonla.vanphong"))


def test_officer_brings_the_own_district(bring):
    status, report = bring(ADVANCED, son_la.by_commune(ADVANCED), "--as", "sonla.quynhnhai")
    assert (status, counts(report, "new", "refused")) == (1, (2, 1))
    blocked = [(found["code"], found["cell"]) for found in report["findings"] if found["blocks"]]
    assert blocked == [("other-district", "C6")]


def test_officer_sees_and_fills_in_the_own_blocks(bring):
    bring(ADVANCED, son_la.by_commune(ADVANCED))
    annex, officer = Annex.objects.get(code=ADVANCED), User.objects.get(username="sonla.quynhnhai")
    names = [row.unit.name for row in read_annex(annex, officer).table.rows]
    _, report = bring(ADVANCED, make_template(annex, officer), "--as", "sonla.quynhnhai", "--dry-run")
    assert names == ["Chiềng Bằng", "Chiềng Khoang"]
    assert counts(report, "rows", "same", "refused") == (2, 2, 0)


def test_officer_is_told_nothing_of_rows_that_are_not_in_the_file(bring):
    """Stored rows came from places of the same name in another workbook."""
    whole = son_la.by_item(ADVANCED)
    whole.active.title = "Biểu 02"
    bring(ADVANCED, whole)
    annex = Annex.objects.get(plan__slug="son-la-2023-176", code=ADVANCED)
    officer = User.objects.get(username="sonla.quynhnhai")
    _, report = bring(ADVANCED, make_template(annex, officer), "--as", officer.username)
    told = [finding["message"] for finding in report["findings"]]
    assert [message for message in told if "Hua La" in message] == []
    assert [message for message in told if "Chiềng Khoang" in message] != []
