"""What export_annex writes. The real annex is in test_dien_bien, the PDF in test_pdf."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import load_workbook

from plans.pdf import PdfError
from tests.reports.sheets import bring, two_districts

NORTH = ["Huyện Mường Đông", "Ẳng Cang", "Nà Tấu"]
SOUTH = ["Huyện Tủa Xanh", "Đứa Mòn"]


@pytest.fixture
def fetch(world, tmp_path):
    """The bytes the command writes."""

    def fetch(kind, *options):
        path, out = tmp_path / f"ra.{kind}", io.StringIO()
        arguments = (
            "--annex",
            "criteria-matrix",
            "--plan",
            world.plan.slug,
            "--format",
            kind,
            "-o",
            str(path),
        )
        call_command("export_annex", *arguments, *options, stdout=out)
        assert out.getvalue() == f"Đã ghi {path}.\n"
        return path.read_bytes()

    return fetch


def names(data):
    return [row["cells"][1] for row in json.loads(data)["rows"]]


def test_json_has_title_heading_and_rows(world, fetch):
    bring(world.annex, two_districts())
    written = json.loads(fetch("json"))
    total = written["rows"][-1]
    assert (list(written), written["title"]) == (["title", "header", "rows"], world.annex.title)
    assert [row[:3] for row in written["header"]] == [
        ["STT", "Tên đơn vị", "Tiêu chí"],
        ["STT", "Tên đơn vị", "Tiêu chí thứ 1"],
    ]
    assert [(row["kind"], row["unit"] and row["unit"]["code"]) for row in written["rows"]] == [
        ("district", "901"),
        ("unit", "90101"),
        ("unit", "90102"),
        ("district", "902"),
        ("unit", "90201"),
        ("total", None),
    ]
    assert (total["cells"][1], total["cells"][-2:], total["children"]) == (
        "Tổng số xã/tiêu chí",
        ["51", "12,75"],
        [],
    )


def test_word_document_has_the_same_rows(world, fetch):
    bring(world.annex, two_districts())
    (table,) = Document(io.BytesIO(fetch("docx"))).tables
    written = [[cell.text for cell in row.cells] for row in table.rows[3:]]
    assert written == [row["cells"] for row in json.loads(fetch("json"))["rows"]]


@pytest.mark.parametrize(
    ("figures", "cells"),
    [
        ("printed", [["30", "14,0"], ["19", ""], ["10", ""], ["21", "10,5"], ["2", ""], ["51", "12,75"]]),
        ("computed", [["28", "14,00"], ["19", ""], ["9", ""], ["2", "2,00"], ["2", ""], ["30", "10,00"]]),
    ],
)
def test_figures_are_printed_or_computed(world, fetch, figures, cells):
    bring(world.annex, two_districts())
    rows = json.loads(fetch("json", "--figures", figures))["rows"]
    assert [row["cells"][-2:] for row in rows] == cells


@pytest.mark.parametrize(("code", "rows"), [("901", NORTH), ("902", SOUTH)])
def test_one_district(world, fetch, code, rows):
    bring(world.annex, two_districts())
    assert names(fetch("json", "--district", code)) == rows


@pytest.mark.parametrize(
    ("options", "rows"),
    [
        (
            (),
            [*("Huyện Mường Đông", "Xã Ẳng Cang", "Xã Nà Tấu", "Huyện Tủa Xanh", "Xã Đứa Mòn", "Xã Nặm Ét"),
             "Tổng số xã/tiêu chí"],
        ),
        (("--district", "902"), ["Huyện Tủa Xanh", "Xã Đứa Mòn", "Xã Nặm Ét"]),
    ],
)  # fmt: skip
def test_blank_template(world, fetch, options, rows):
    bring(world.annex, two_districts())
    sheet = load_workbook(io.BytesIO(fetch("xlsx", "--blank", *options))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=8)]
    assert [row[1] for row in cells] == rows
    assert {value for row in cells for value in row[2:23]} == {None}


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("pdf", ("--blank",), "Tệp mẫu chỉ có dạng xlsx."),
        ("json", ("--district", "999"), "Không có huyện mã 999 trong kế hoạch."),
        ("json", ("--district", "911"), "Không có huyện mã 911 trong kế hoạch."),  # of another province
        ("json", ("--annex", "funding"), "Kế hoạch “{}” không có biểu “funding” mà chương trình đọc được."),
    ],
)
def test_wrong_arguments_are_named(world, fetch, kind, options, message):
    with pytest.raises(CommandError) as caught:
        fetch(kind, *options)
    assert (str(caught.value), caught.value.returncode) == (message.format(world.plan.slug), 2)


def test_failed_pdf_is_told(world, fetch, monkeypatch):
    def fail(html):
        raise PdfError("Không in được.")

    monkeypatch.setattr("plans.services.files.make_pdf", fail)
    with pytest.raises(CommandError) as caught:
        fetch("pdf")
    assert (str(caught.value), caught.value.returncode) == ("Không in được.", 2)


def test_folder_that_is_not_there_is_told(world, tmp_path):
    path = tmp_path / "khong-co" / "ra.json"
    with pytest.raises(CommandError):
        call_command(
            "export_annex", annex="criteria-matrix", plan=world.plan.slug, format="json", output=path
        )
