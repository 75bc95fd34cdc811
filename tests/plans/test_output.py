"""Which rows and figures a person gets of an annex."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.services import open_changeset, system_user
from communes.models import CommuneStatus
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.lines import printed_lines
from plans.models import AnnexRow
from plans.services.output import COMPUTED, PRINTED, make_template, read_annex
from plans.services.tables import save_table
from plans.services.uploads import preview
from tests.factories import make_annex
from tests.plans.sheets import FIRST_MARK, fill_template
from tests.reports.sheets import ALL, NINE, bring, sheet_row, two_districts


def kinds(reading, figures=PRINTED):
    definition, table, _ = reading.printout(figures)
    lines = printed_lines(definition, table)
    return [(str(line.kind), line.texts[1]) for line in lines]


def template_rows(annex, user, **options):
    """(code, name, marks) of each row below the heading."""
    sheet = load_workbook(io.BytesIO(make_template(annex, user, **options))).active
    rows = sheet.iter_rows(min_row=8, values_only=True)
    marks = slice(FIRST_MARK - 1, FIRST_MARK + 18)
    return [
        (row[-1], row[1], "".join(" " if mark is None else str(mark) for mark in row[marks])) for row in rows
    ]


def test_staff_sees_every_row(world, cast):
    bring(world.annex, two_districts())
    assert kinds(read_annex(world.annex, cast.staff)) == [
        ("district", "Huyện Mường Đông"),
        ("unit", "Ẳng Cang"),
        ("unit", "Nà Tấu"),
        ("district", "Huyện Tủa Xanh"),
        ("unit", "Đứa Mòn"),
        ("total", "Tổng số xã/tiêu chí"),
    ]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("officer", ["Huyện Mường Đông", "Ẳng Cang", "Nà Tấu"]),
        ("part_officer", ["Huyện Mường Đông", "Ẳng Cang", "Huyện Tủa Xanh", "Đứa Mòn"]),
        ("clerk", ["Huyện Mường Đông", "Ẳng Cang"]),
    ],
)
def test_others_see_their_part(world, cast, who, names):
    bring(world.annex, two_districts())
    assert [name for _, name in kinds(read_annex(world.annex, getattr(cast, who)))] == names


@pytest.mark.parametrize(("goal", "anew"), [("9", False), ("10", True)])
def test_computed_print_is_offered_where_it_says_something_else(client, world, cast, goal, anew):
    annex = make_annex(world.plan, "yearly-targets", label="Biểu số 01", position=1)
    cells = {key: Cell(text, text) for key, text in {"baseline": "4", "goal": goal, "y2022": "5"}.items()}
    row = Row(RowKind.LINE, None, {"name": Cell("Xã nông thôn mới nâng cao")} | cells, line="7.2")
    changeset = open_changeset(user=cast.staff, channel="upload")
    save_table(annex=annex, number=1, table=AnnexTable((row,)), changeset=changeset)
    client.force_login(cast.staff)
    page = client.get(reverse("plans:print", args=[world.plan.slug, annex.code])).text
    assert ("figures=computed" in page, "giống hệt" in page) == (anew, not anew)


def test_one_district_is_printed_without_the_total(world, cast):
    bring(world.annex, two_districts())
    reading = read_annex(world.annex, cast.staff, world.south)
    assert [name for _, name in kinds(reading)] == ["Huyện Tủa Xanh", "Đứa Mòn"]
    assert [name for _, name in kinds(reading, COMPUTED)] == [
        "Huyện Tủa Xanh (1/2\xa0xã\xa0có\xa0số\xa0liệu)",
        "Đứa Mòn",
    ]


def test_differences_are_those_of_the_shown_rows(world, cast):
    bring(world.annex, two_districts())
    found = {
        who: [
            (one.code, one.cell, one.stated, one.computed)
            for one in read_annex(world.annex, getattr(cast, who)).findings
        ]
        for who in ("staff", "officer", "clerk")
    }
    north = [("subtotal", "V1", "30", "28"), ("row-sum", "V3", "10", "9")]
    assert found == {
        "staff": [*north, ("incomplete", "V4", "21", "2"), ("incomplete", "V6", "51", "30")],
        "officer": north,
        "clerk": north[:1],
    }


@pytest.mark.parametrize("figures", [PRINTED, COMPUTED])
def test_own_export_is_read_as_it_was_written(world, cast, figures):
    """The complete north: its computed figures are the stated ones, so nothing changes."""
    rows = [
        sheet_row("district", "Huyện Mường Đông", result="28", average="14,00"),
        sheet_row("commune", "Ẳng Cang", ALL, "19"),
        sheet_row("commune", "Nà Tấu", NINE, "9"),
    ]
    for number in range(1, 20):
        rows[0][str(number)] = "2" if number < 10 else "1"
    bring(world.annex, rows)
    data = read_annex(world.annex, cast.staff).write("xlsx", figures)
    found = preview(world.annex, data, cast.staff)
    assert (found.effective, found.is_whole, found.counts["same"]) == ((), True, 2)


def test_template_is_read_as_it_was_written(world, cast):
    bring(world.annex, two_districts())
    found = preview(world.annex, make_template(world.annex, cast.staff), cast.staff)
    assert (found.effective, found.is_whole, found.counts["same"]) == ((), True, 4)
    assert [one.code for one in found.findings if one.blocks] == []


def test_filled_template_changes_the_filled_rows(world, cast):
    bring(world.annex, two_districts())
    data = fill_template(world.annex, cast.staff, {"Nặm Ét": ALL})
    found = preview(world.annex, data, cast.staff)
    assert [change.row.unit.name for change in found.effective] == ["Nặm Ét"]


def test_template_holds_the_own_communes_with_what_is_stored(world, cast):
    bring(world.annex, two_districts())
    assert template_rows(world.annex, cast.officer) == [
        ("901", "Huyện Mường Đông", " " * 19),
        ("90101", "Ẳng Cang", ALL),
        ("90102", "Nà Tấu", NINE),
    ]
    assert template_rows(world.annex, cast.officer, blank=True) == [
        ("901", "Huyện Mường Đông", " " * 19),
        ("90101", "Xã Ẳng Cang", " " * 19),
        ("90102", "Xã Nà Tấu", " " * 19),
    ]


def test_template_of_the_province_ends_with_a_total(world, cast):
    names = [name for _, name, _ in template_rows(world.annex, cast.staff)]
    assert names == [
        *("Huyện Mường Đông", "Xã Ẳng Cang", "Xã Nà Tấu", "Huyện Tủa Xanh", "Xã Đứa Mòn", "Xã Nặm Ét"),
        "Tổng số xã/tiêu chí",
    ]


def test_template_may_be_of_one_district(world, cast):
    names = [name for _, name, _ in template_rows(world.annex, cast.staff, district=world.south)]
    assert names == ["Huyện Tủa Xanh", "Xã Đứa Mòn", "Xã Nặm Ét"]


def test_template_of_single_communes_shows_no_sums_of_their_district(world, cast):
    bring(world.annex, two_districts())
    sheet = load_workbook(io.BytesIO(make_template(world.annex, cast.part_officer))).active
    assert [(row[1], row[21]) for row in sheet.iter_rows(min_row=8, values_only=True)] == [
        ("Huyện Mường Đông", None),
        ("Ẳng Cang", 19),
        ("Huyện Tủa Xanh", None),
        ("Đứa Mòn", 2),
    ]


def test_commune_outside_the_programme_has_no_row(world, cast):
    CommuneStatus.objects.filter(commune=world.communes[1]).update(in_programme=False)
    assert [name for _, name, _ in template_rows(world.annex, cast.officer)] == [
        "Huyện Mường Đông",
        "Xã Ẳng Cang",
    ]


def test_communes_need_no_district(world, cast):
    """As after 1/7/2025: template, reading and sums go by the province alone."""
    CommuneStatus.objects.update(district=None)
    data = fill_template(world.annex, cast.staff, {"Ẳng Cang": ALL, "Đứa Mòn": NINE})
    found = preview(world.annex, data, cast.staff)
    assert [change.row.unit.name for change in found.effective] == ["Ẳng Cang", "Đứa Mòn"]
    assert [finding.code for finding in found.findings] == []
    assert template_rows(world.annex, cast.part_officer) == [
        ("90101", "Xã Ẳng Cang", " " * 19),
        ("90201", "Xã Đứa Mòn", " " * 19),
    ]


def test_empty_annex_prints_headings_only(world):
    reading = read_annex(world.annex, system_user())
    written = json.loads(reading.write("json", PRINTED))
    assert (reading.version, written["rows"], len(written["header"][0])) == (None, [], 23)


def test_column_that_has_gone_is_left_out(world, cast):
    bring(world.annex, two_districts())
    row = AnnexRow.objects.get(commune=world.communes[0])
    AnnexRow.objects.filter(pk=row.pk).update(cells=row.cells | {"20": ["1", "1", "V9"]})
    assert kinds(read_annex(world.annex, cast.clerk)) == [
        ("district", "Huyện Mường Đông"),
        ("unit", "Ẳng Cang"),
    ]
