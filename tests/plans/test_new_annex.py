"""A small annex made up here: one declaration, and template, import, checks, screen and files are there."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from plans.annexes.headings import district_columns, unit_columns
from plans.annexes.registry import PLAN_ANNEXES, plan_annex
from plans.domain.definition import AnnexDefinition, Column, ColumnTotal, ColumnType, Level
from plans.domain.write.lines import printed_lines
from plans.models import AnnexVersion, Upload
from plans.services.output import make_template, read_annex
from plans.services.uploads import confirm_upload, preview, receive_upload
from tests.factories import make_annex

WELLS = Column("wells", "Số điểm cấp nước", ColumnType.COUNT, Decimal(40))
ROADS = Column("roads", "Đường trục xã (km)", ColumnType.DECIMAL, Decimal(40))


@pytest.fixture(autouse=True)
def _only_here(monkeypatch):
    monkeypatch.setattr("plans.annexes.registry.PLAN_ANNEXES", PLAN_ANNEXES)
    known = dict(PLAN_ANNEXES)
    yield
    PLAN_ANNEXES.clear()
    PLAN_ANNEXES.update(known)


def declare(code, *columns, level=Level.COMMUNE, total=True):
    """The one declaration that a new annex takes."""
    labels = district_columns() if level is Level.DISTRICT else unit_columns()

    @plan_annex(code, label="Biểu số 09", title="Công trình")
    def definition(plan):
        return AnnexDefinition(
            code=code,
            label=plan.annex_label,
            title=plan.annex_title,
            attached_to=f"Kèm theo {plan.reference}",
            columns=(*labels, *columns),
            level=level,
            column_total=ColumnTotal(tuple(column.key for column in columns)) if total else None,
            total_label="Tổng" if total else "",
        )


@pytest.fixture
def wells(world):
    declare("wells", WELLS)
    return make_annex(world.plan, "wells", label="Biểu số 09", title="Điểm cấp nước", position=9)


def sheet(*rows, heading=("TT", "Tên xã", "Số điểm cấp nước")):
    book = Workbook()
    for row in (["TỈNH HỒNG LAM"], [], heading, *rows):
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FOUR = (
    ["I", "Huyện Mường Đông", 12],
    [1, "Ẳng Cang", 5],
    [2, "Nà Tấu", 7],
    ["II", "Huyện Tủa Xanh", 4],
    [1, "Đứa Mòn", 4],
    [2, "Nặm Ét", 0],
    [None, "Tổng", 16],
)


def bring(annex, user, data):
    upload, found = receive_upload(annex=annex, user=user, name="biểu.xlsx", data=data)
    if found and found.effective:
        confirm_upload(upload=upload, user=user, digest=found.digest)
    return upload, found


def texts(annex, user, figures="printed"):
    reading = read_annex(annex, user)
    printout = reading.printout(figures)
    return [line.texts for line in printed_lines(printout.definition, printout.table)]


def codes(found):
    return [(finding.code, finding.cell, finding.computed) for finding in found.findings]


def test_figures_are_stored_and_printed_as_they_came(wells, cast):
    _, found = bring(wells, cast.staff, sheet(*FOUR))
    assert (found.counts["new"], found.counts["sums"], codes(found)) == (4, 3, [])
    assert texts(wells, cast.staff) == [
        tuple(str(cell) if cell is not None else "" for cell in row) for row in FOUR
    ]


def test_wrong_sums_are_told_and_kept(wells, cast):
    wrong = [*FOUR[:3], ["II", "Huyện Tủa Xanh", 5], *FOUR[4:6], [None, "Tổng", 17]]
    _, found = bring(wells, cast.staff, sheet(*wrong))
    assert codes(found) == [("subtotal", "C7", "4"), ("total", "C10", "16")]
    assert texts(wells, cast.staff)[-1] == ("", "Tổng", "17")
    assert texts(wells, cast.staff, "computed")[-1] == ("", "Tổng", "16")


def test_next_file_says_what_is_new_changed_cleared_and_same(wells, cast):
    bring(wells, cast.staff, sheet(*FOUR[:2]))
    rows = [FOUR[0], [1, "Ẳng Cang", None], [2, "Nà Tấu", 7], FOUR[3], [1, "Đứa Mòn", 4]]
    counts = preview(wells, sheet(*rows), cast.staff).counts
    assert {key: counts[key] for key in ("new", "changed", "cleared", "same")} == {
        "new": 2, "changed": 1, "cleared": 1, "same": 0,
    }  # fmt: skip


def test_sum_over_some_of_the_communes_is_no_measure(wells, cast):
    found = preview(wells, sheet(["II", "Huyện Tủa Xanh", 9], FOUR[4]), cast.staff)
    assert codes(found) == [("missing-commune", "", ""), ("incomplete", "C4", "4")]


def test_unknown_name_and_text_for_a_figure_are_refused(wells, cast):
    rows = (FOUR[0], [1, "Ẳng Cang", "năm"], [2, "Không Đâu", 3], [None, "Nà Tấu", 7])
    _, found = bring(wells, cast.staff, sheet(*rows))
    blocking = [(finding.code, finding.cell) for finding in found.findings if finding.blocks]
    assert blocking == [("not-a-number", "C5"), ("unknown-commune", "B6")]
    assert texts(wells, cast.staff)[1:] == [("", "Nà Tấu", "7")]


def test_officer_brings_the_own_district_only(wells, cast):
    _, found = bring(wells, cast.officer, sheet(*FOUR))
    assert (found.counts["new"], found.counts["refused"]) == (2, 2)
    assert [row[1] for row in texts(wells, cast.officer)] == ["Huyện Mường Đông", "Ẳng Cang", "Nà Tấu"]


def test_template_names_the_communes_and_comes_back(wells, cast):
    book = load_workbook(io.BytesIO(make_template(wells, cast.staff)))
    page = book.active
    for row in page.iter_rows():
        if row[1].value == "Xã Nà Tấu":
            row[2].value = 9
    stream = io.BytesIO()
    book.save(stream)
    _, found = bring(wells, cast.staff, stream.getvalue())
    assert (found.counts["rows"], found.counts["new"], codes(found)) == (4, 1, [])


@pytest.mark.parametrize("figures", ["printed", "computed"])
def test_own_workbook_makes_no_new_version(wells, cast, figures):
    bring(wells, cast.staff, sheet(*FOUR))
    again, found = bring(wells, cast.staff, read_annex(wells, cast.staff).write("xlsx", figures))
    assert (again.state, found.effective, codes(found)) == (Upload.State.SAME, (), [])
    assert AnnexVersion.objects.filter(annex=wells).count() == 1


def test_export_gives_every_kind_of_file(wells, cast, world, tmp_path):
    bring(wells, cast.staff, sheet(*FOUR))
    for kind, begins in (("json", b"{"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        path = tmp_path / f"out.{kind}"
        call_command(
            "export_annex",
            annex="wells",
            plan=world.plan.slug,
            format=kind,
            output=path,
            stdout=io.StringIO(),
        )
        assert path.read_bytes().startswith(begins)
    rows = json.loads((tmp_path / "out.json").read_text())["rows"]
    assert [row["cells"] for row in rows][1] == ["1", "Ẳng Cang", "5"]


def test_pages_show_it(wells, cast, world, client):
    upload, _ = bring(wells, cast.staff, sheet(*FOUR))
    client.force_login(cast.staff)
    page = client.get(reverse("plans:annex", args=[world.plan.slug, "wells"]))
    assert (page.status_code, "Ẳng Cang" in page.text, "Số điểm cấp nước" in page.text) == (200, True, True)
    assert client.get(reverse("plans:upload", args=[upload.pk])).status_code == 200
    assert client.get(reverse("plans:upload_new", args=[world.plan.slug, "wells"])).status_code == 200


def test_figures_with_decimals_and_no_total(world, cast):
    declare("roads", ROADS, total=False)
    annex = make_annex(world.plan, "roads", label="Biểu số 10", title="Đường", position=10)
    rows = (["I", "Huyện Mường Đông", None], [1, "Ẳng Cang", "12,50"], [2, "Nà Tấu", None])
    _, found = bring(annex, cast.staff, sheet(*rows, heading=("TT", "Xã", "Đường trục xã (km)")))
    assert (found.counts["new"], codes(found)) == (1, [])
    assert texts(annex, cast.staff) == [("I", "Huyện Mường Đông", ""), ("1", "Ẳng Cang", "12,50")]


DISTRICTS = ([1, "Huyện Mường Đông", 3], [2, "Tủa Xanh", 4], [None, "Tổng cộng", 8])


@pytest.fixture
def markets(world):
    declare("markets", WELLS, level=Level.DISTRICT)
    return make_annex(world.plan, "markets", label="Biểu số 11", title="Chợ", position=11)


def test_districts_have_a_row_each(markets, cast):
    data = sheet(*DISTRICTS, heading=("TT", "Huyện, thị xã, thành phố", "Số điểm cấp nước"))
    _, found = bring(markets, cast.staff, data)
    assert (found.counts["new"], codes(found)) == (2, [("total", "C6", "7")])
    assert texts(markets, cast.staff)[1:] == [("2", "Tủa Xanh", "4"), ("", "Tổng cộng", "8")]
    assert texts(markets, cast.staff, "computed")[-1] == ("", "Tổng cộng", "7")


def test_officer_brings_the_own_district_row(markets, cast):
    data = sheet(*DISTRICTS, heading=("TT", "Huyện", "Số điểm cấp nước"))
    _, found = bring(markets, cast.officer, data)
    assert (found.counts["new"], found.counts["refused"]) == (1, 1)
    assert texts(markets, cast.officer) == [("1", "Huyện Mường Đông", "3")]


def test_template_of_districts_comes_back(markets, cast):
    book = load_workbook(io.BytesIO(make_template(markets, cast.staff)))
    names = [row[1].value for row in book.active.iter_rows() if row[1].value and row[1].row > 5]
    assert names[-3:] == ["Huyện Mường Đông", "Huyện Tủa Xanh", "Tổng"]
    for row in book.active.iter_rows():
        if row[1].value == "Huyện Tủa Xanh":
            row[2].value = 4
    stream = io.BytesIO()
    book.save(stream)
    _, found = bring(markets, cast.staff, stream.getvalue())
    assert (found.counts["new"], codes(found)) == (1, [])
