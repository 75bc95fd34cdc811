"""Parts of an indicator through the workbook of results: template, upload, store, template again."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import FigureChange
from plans.services.result_output import make_result_template
from plans.services.results import kept, results_annex
from plans.services.uploads import confirm_upload, receive_upload
from tests.factories import make_indicators, make_period

from .test_result_uploads import INDICATORS, TODAY, fill, stored, told

PARTS = [
    {"key": "a", "name": "nước máy", "kind": "percentage", "unit": "%"},
    {"key": "b", "name": "phổ cập", "kind": "boolean"},
    {"key": "c", "name": "tiểu học", "kind": "level", "unit": "mức độ"},
]
TEXT = "95 Đ; a) 45/60; b) 1; c) Mức độ 2"


@pytest.fixture
def annex(world):
    make_indicators(world.criteria[16], [("17.1", "percentage")], parts=PARTS)
    return kept(results_annex(make_period(world), "district", INDICATORS))


def bring(annex, user, value):
    data = fill(annex, user, {"Ẳng Cang": {"17.1": value}})
    upload, found = receive_upload(annex=annex, user=user, name="kq.xlsx", data=data, today=TODAY)
    if found.counts["cells"]:
        confirm_upload(upload=upload, user=user, digest=found.digest, today=TODAY)
    return found


def cell_in_template(annex, user):
    """Of the first commune's indicator, as the next template has it."""
    sheet = load_workbook(io.BytesIO(make_result_template(annex, user))).worksheets[0]
    column = next(cell.column for cell in sheet[6] if str(cell.value).startswith("17.1. "))
    row = next(row for row in sheet.iter_rows(min_row=7) if row[1].value == "Xã Ẳng Cang")
    return row[column - 1].value


def test_parts_come_back_as_they_were_written(world, cast, annex):
    bring(annex, cast.officer, "95 đạt; A) 45/60, c) Mức độ 2; b) đạt")
    assert stored(world, annex.period) == {"Ẳng Cang": {"i17.1": TEXT}}
    assert cell_in_template(annex, cast.officer) == TEXT
    assert list(FigureChange.objects.values_list("key", "old", "new")) == [("i17.1", "", TEXT)]


def test_the_same_parts_change_nothing(world, cast, annex):
    bring(annex, cast.officer, TEXT)
    found = bring(annex, cast.officer, cell_in_template(annex, cast.officer))
    assert (found.counts["cells"], found.counts["changed"]) == (0, 0)


def test_only_one_part_changes(world, cast, annex):
    bring(annex, cast.officer, TEXT)
    bring(annex, cast.officer, TEXT.replace("b) 1", "b) 0"))
    changes = FigureChange.objects.order_by("pk").values_list("old", "new")
    assert list(changes) == [("", TEXT), (TEXT, TEXT.replace("b) 1", "b) 0"))]
    assert stored(world, annex.period)["Ẳng Cang"]["i17.1"] == TEXT.replace("b) 1", "b) 0")


@pytest.mark.parametrize(
    ("value", "code"),
    [("95; e) 1", "bad-mark"), ("a) 140", "out-of-range"), ("c)", "not-a-number")],
)
def test_parts_that_cannot_be_read_keep_the_row_out(cast, annex, value, code):
    found = bring(annex, cast.officer, value)
    assert [one for one, _ in told(found)] == [code]


@pytest.mark.parametrize("kind", ["percentage", "boolean", "count"])
def test_template_takes_parts_and_says_how(world, cast, kind):
    """A list of marks, or a rule that wants a figure in front, would refuse "a) 98; b) 1" in Excel."""
    make_indicators(world.criteria[13], [("14.1", kind)], parts=PARTS)
    annex = kept(results_annex(make_period(world), "district", INDICATORS))
    book = load_workbook(io.BytesIO(make_result_template(annex, cast.officer)))
    (rule,) = book.worksheets[0].data_validations.dataValidation
    main = {"percentage": "95; ", "boolean": "", "count": "4; "}[kind]
    example = f"{main}a) 40; b) 1; c) mức độ 2"
    assert (rule.type, rule.prompt) == (None, f"Chỉ tiêu 14.1. Ghi như {example}.")
    told = [cell.value for row in book["Hướng dẫn"].iter_rows() for cell in row if cell.value]
    assert told[-1].endswith(f"Các phần: a) nước máy; b) phổ cập; c) tiểu học. Ghi như {example}")
