"""Results as workbooks from the shell."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from criteria.domain.stages import Action
from criteria.models import Result
from criteria.services.submissions import Unit
from tests.factories import make_indicators, make_period, move_submission

CRITERIA, INDICATORS = "commune-results-criteria", "commune-results-indicators"


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "percentage")])
    make_indicators(world.criteria[16], [("17.1", "boolean"), ("17.10", "percentage")])
    return make_period(world, closes_on=None)


@pytest.fixture
def run(period, tmp_path):
    """``run(rows, annex, **options)``: (exit code, report) of the import of a plain sheet."""

    def run(rows, annex=CRITERIA, **options):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        path, out = tmp_path / "kq.xlsx", io.StringIO()
        book.save(path)
        given = {"province": period.province.code, "period": period.code} | options
        code = 0
        try:
            call_command("import_annex", path, annex=annex, json=True, stdout=out, **given)
        except SystemExit as end:
            code = end.code
        return code, json.loads(out.getvalue())

    return run


def stored():
    return {
        (row.commune.name, row.key): row.entered.state for row in Result.objects.select_related("commune")
    }


def test_import_tells_what_it_stored(run, period, world):
    code, told = run([["Tên xã", "TC 1", "TC 2"], ["Ẳng Cang", 1, "CB"], ["Nà Tấu", None, None]])
    assert (code, told["annex"], told["province"], told["period"], told["stage"], told["stored"]) == (
        0, CRITERIA, "91", "6-thang-2022", "district", True,
    )  # fmt: skip
    assert told["counts"] | {"sums": 0} == {
        "rows": 2, "new": 1, "changed": 0, "same": 1, "cleared": 0, "refused": 0, "asked": 0, "sums": 0,
        "cells": 2, "cells_new": 2, "cells_refused": 0,
    }  # fmt: skip
    assert [(row["unit"]["name"], row["state"], row["values"]) for row in told["rows"]] == [
        ("Ẳng Cang", "new", {"1": "1", "2": "CB"}),
        ("Nà Tấu", "same", {}),
    ]
    assert stored() == {("Ẳng Cang", "c1"): "met", ("Ẳng Cang", "c2"): "basically_met"}


@pytest.mark.parametrize(
    "heads",
    [
        ["2.1", "17.1", "17.10"],
        ["Chỉ tiêu 2.1", "Chỉ tiêu số 17.1", "CT 17.10"],
        ["TC 2.1", "Tiêu chí 17.1 (đạt/không)", "17.10 Tỷ lệ hộ tuân thủ ATTP"],
        ["2.1. Chỉ tiêu 2.1", "17.1. Chỉ tiêu 17.1", "17.10. Chỉ tiêu 17.10"],
        [2.1, 17.1, "17.10"],
    ],
)
def test_headings_are_known_by_their_number(run, heads):
    code, told = run([["STT", "Tên xã", *heads], [1, "Ẳng Cang", 85, 1, 2.1]], INDICATORS)
    assert (code, told["rows"][0]["values"]) == (0, {"2.1": "85", "17.1": "1", "17.10": "2,1"})


def test_row_of_figures_is_no_heading(run):
    """Figures that look like numbers of columns: 2,1 and 17,1, and five that rise by one."""
    heads = ["2.1", "2.2", "17.1", "17.10"]
    rows = [["STT", "Tên xã", *heads], [1, "Ẳng Cang", 2.1, 2.2, 1, 17.1], [2, "Nà Tấu", 3, 4, 1, 5]]
    code, told = run(rows, INDICATORS)
    assert (code, told["counts"]["new"]) == (0, 2)


def test_column_nobody_knows_is_told(run):
    _, told = run([["Tên xã", "TC 1", "Ghi nhận", "TC 2"], ["Ẳng Cang", 1, "x", 0]])
    found = next(found for found in told["findings"] if found["code"] != "missing-commune")
    assert (found["severity"], found["code"], found["cell"]) == ("warning", "ignored-column", "C1")


@pytest.mark.parametrize("options", [{"dry_run": True}, {"all_or_nothing": True}])
def test_dry_run_and_all_or_nothing_store_nothing(run, options):
    code, told = run([["Tên xã", "TC 1"], ["Ẳng Cang", 1], ["Nà Tấu", "có lẽ"]], **options)
    assert (code, told["stored"], told["counts"]["refused"], stored()) == (1, False, 1, {})


def test_sent_district_refuses_the_shell_too(run, period, cast, world):
    unit = Unit(district_id=world.north.pk)
    move_submission(period=period, stage="district", unit=unit, action=Action.SEND, user=cast.staff)
    code, told = run([["Tên xã", "TC 1"], ["Ẳng Cang", 1], ["Đứa Mòn", 1]])
    assert (code, [row["state"] for row in told["rows"]]) == (1, ["refused", "new"])
    found = next(found for found in told["findings"] if found["code"] != "missing-commune")
    assert (found["code"], found["row"], found["blocks"]) == ("not-open", 2, True)
    assert stored() == {("Đứa Mòn", "c1"): "met"}
    assert run([["Tên xã", "TC 1"], ["Ẳng Cang", 1]], stage="self")[0] == 0


def test_clerk_imports_at_the_own_stage_only(run, cast):
    rows = [["Tên xã", "TC 1"], ["Ẳng Cang", 1]]
    assert (run(rows, user="clerk", stage="self")[0], run(rows, user="clerk")[0]) == (0, 1)


def export(holder, path, **options):
    given = {"province": holder.province.code, "period": holder.code, "annex": CRITERIA}
    call_command("export_annex", output=path, stdout=io.StringIO(), **given | options)


def test_own_export_changes_nothing(run, period, tmp_path):
    run([["Tên xã", "2.1", "17.1"], ["Ẳng Cang", "45/60 Đ", 1], ["Đứa Mòn", "87,5", 0]], INDICATORS)
    export(period, tmp_path / "ra.xlsx", annex=INDICATORS, format="xlsx")
    out = io.StringIO()
    given = {"province": "91", "period": period.code, "annex": INDICATORS, "json": True}
    call_command("import_annex", tmp_path / "ra.xlsx", stdout=out, **given)
    told = json.loads(out.getvalue())
    assert (told["stored"], told["counts"]["same"], told["findings"]) == (False, 4, [])


def test_export_of_one_district(run, period, tmp_path):
    run([["Tên xã", "TC 1"], ["Ẳng Cang", 1]])
    export(period, tmp_path / "ra.json", format="json", district="901")
    rows = json.loads((tmp_path / "ra.json").read_text())["rows"]
    assert [(row["unit"]["name"], row["cells"][2], row["cells"][-1]) for row in rows] == [
        ("Mường Đông", "", ""),
        ("Ẳng Cang", "1", "1"),
        ("Nà Tấu", "", ""),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"province": None}, "Cần --plan, hoặc --province và --period."),
        ({"plan": "hong-lam-2022-45"}, "Cần --plan, hoặc --province và --period."),
        ({"period": "quy-1"}, "Tỉnh mã 91 không có kỳ “quy-1”."),
        ({"annex": "funding"}, "Kỳ “6-thang-2022” không có biểu kết quả “funding”."),
        ({"district": "999"}, "Không có huyện mã 999 trong kỳ này."),
    ],
)
def test_wrong_arguments_are_named(period, tmp_path, options, message):
    with pytest.raises(CommandError) as told:
        export(period, tmp_path / "ra.json", format="json", **options)
    assert (str(told.value), told.value.returncode) == (message, 2)


def test_units_are_those_of_the_last_day(run, period, world):
    first = world.communes[0]
    first.statuses.update(valid_to=date(2022, 6, 13))
    first.statuses.create(district=world.south, valid_from=date(2022, 6, 14))
    _, told = run([["Tên xã", "TC 1"], ["Huyện Mường Đông"], ["Ẳng Cang", 1]])
    assert [found["code"] for found in told["findings"]][:1] == ["other-district"]
