"""The pages with the small world's figures: the north complete, its sums wrong; the south half known."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.reports.sheets import ALL, NINE, bring, sheet_row, two_districts


@pytest.fixture
def stored(world, cast):
    return bring(world.annex, two_districts(), cast.staff)


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=args))


def cells(table):
    return [[str(cell) for _, cell in row.items()] for row in table.rows]


def test_summary_has_a_row_for_each_district(client, world, cast, stored):
    table = get(client, cast.leader, "summary", world.plan.slug).context["table"]
    found = [
        (row.record.title, *(row.get_cell_value(name) for name in ("communes", "with_data", "tc1", "tc10")))
        for row in table.rows
    ]
    assert found == [("Huyện Mường Đông", "2", "2", "2", "1"), ("Huyện Tủa Xanh", "2", "1", "1", "0")]
    assert [
        str(table.columns[name].footer) for name in ("unit", "communes", "with_data", "total", "average")
    ] == [
        "Tỉnh Hồng Lam",
        "4",
        "3",
        "30",
        "10,00",
    ]


def test_summary_shows_stated_beside_computed(client, world, cast, stored):
    page = get(client, cast.leader, "summary", world.plan.slug)
    north, south = (row for row in page.context["table"].rows)
    assert (north.get_cell("total"), north.get_cell("average")) == ("28", "14,00")
    assert north.get_cell("stated_total") == (
        '<span class="computed" title="Biểu ghi 30, tính lại được 28">30</span>'
    )
    assert north.get_cell("stated_average") == "14,0"
    assert south.get_cell("stated_total") == (
        '<span class="muted" title="Chưa đủ số liệu các xã để so với số này">(21)</span>'
    )
    assert page.context["report"].differences == 1


def test_summary_sorts_by_link(client, world, cast, stored):
    client.force_login(cast.leader)
    url = reverse("reports:summary", args=[world.plan.slug])
    for order, first in [
        ("-average", "Huyện Mường Đông"),
        ("tc10", "Huyện Tủa Xanh"),
        ("-unit", "Huyện Tủa Xanh"),
    ]:
        table = client.get(url, {"sort": order}).context["table"]
        assert next(iter(table.rows)).record.title == first


def test_district_leader_reads_the_own_district_beside_the_province(client, world, cast, stored):
    page = get(client, cast.district_leader, "summary", world.plan.slug)
    url = reverse("reports:district", args=[world.plan.slug, world.north.code])
    rows = [row.get_cell("unit") for row in page.context["table"].rows]
    assert rows == [f'<a href="{url}">Huyện Mường Đông</a>']
    assert page.context["report"].whole.summary.communes == 4


def test_workbook_has_the_numbers_of_the_page(client, world, cast, stored):
    answer = get(client, cast.leader, "summary_xlsx", world.plan.slug)
    assert answer["Content-Disposition"] == 'attachment; filename="tong-hop-hong-lam-2022-45.xlsx"'
    sheet = load_workbook(io.BytesIO(answer.content)).active
    names = ["B", "C", "D", "E", "X", "Y", "Z", "AA", "AG"]
    assert [[sheet[f"{name}{row}"].value for name in names] for row in (5, 6, 7)] == [
        ["Huyện Mường Đông", 2, 2, 2, 28, "≠ 30", 14, "14,0", 0],
        ["Huyện Tủa Xanh", 2, 1, 1, 2, "21", 2, "10,5", 1],
        ["Tỉnh Hồng Lam", 4, 3, 3, 30, "51", 10, "12,75", 1],
    ]
    assert sheet["A2"].value == (
        "Theo Kế hoạch số 45/KH-UBND ngày 29 tháng 6 năm 2022 của UBND tỉnh; Biểu số 02, bản 1"
    )


def test_summary_without_version_says_what_to_do(client, world, cast):
    page = get(client, cast.officer, "summary", world.plan.slug)
    assert reverse("plans:upload_new", args=[world.plan.slug, world.annex.code]) in page.text
    assert get(client, cast.leader, "summary_xlsx", world.plan.slug).status_code == 404


def test_plan_without_matrix_says_so(client, world, cast):
    world.annex.delete()
    page = get(client, cast.leader, "summary", world.plan.slug)
    assert (page.status_code, page.context["found"]) == (200, None)
    assert get(client, cast.leader, "home").status_code == 200
    assert get(client, cast.leader, "commune", world.plan.slug, "90101").status_code == 200


def test_index_leads_to_the_newest_plan(client, world, cast):
    answer = get(client, cast.clerk, "summary_index")
    assert answer.url == reverse("reports:summary", args=[world.plan.slug])
    world.plan.delete()
    assert get(client, cast.clerk, "summary_index").status_code == 200


def test_district_lists_its_communes(client, world, cast, stored):
    page = get(client, cast.officer, "district", world.plan.slug, "901").context["page"]
    assert [(one.unit.name, one.met, one.result.stated, one.result.differs) for one in page.communes] == [
        ("Ẳng Cang", 19, "19", False),
        ("Nà Tấu", 9, "10", True),
    ]
    assert (page.total, page.computed[0], page.computed[9], page.hidden) == ("28", "2", "1", 0)
    assert [figure.stated for figure in page.stated[-2:]] == ["30", "14,0"]


def test_district_hides_the_communes_of_others(client, world, cast, stored):
    page = get(client, cast.part_officer, "district", world.plan.slug, "902").context["page"]
    assert ([one.unit.name for one in page.communes], page.hidden) == (["Đứa Mòn"], 1)
    assert page.line.summary.communes == 2


def test_commune_without_data_is_said_so(client, world, cast, stored):
    page = get(client, cast.staff, "commune", world.plan.slug, "90202")
    assert (page.context["page"].line.has_data, page.context["page"].version) == (False, None)
    assert "Chưa có số liệu mục tiêu của xã" in page.text


def test_commune_shows_marks_source_and_history(client, world, cast, stored):
    context = get(client, cast.staff, "commune", world.plan.slug, "90102").context
    page = context["page"]
    marks = [(criterion.number, mark.state, mark.text) for criterion, mark in page.criteria]
    assert (marks[8], marks[9], marks[18]) == (
        ("9", "met", "1"),
        ("10", "not_met", "0"),
        ("19", "not_met", ""),
    )
    assert (page.version.number, page.version.changeset.user, context["upload"]) == (1, cast.staff, stored)
    assert (context["table"].paginator.count, context["table"].page.paginator.per_page) == (15, 25)


def test_history_is_newest_first(client, world, cast, stored):
    bring(world.annex, [sheet_row("commune", "Nà Tấu", "1" * 10 + NINE[10:])], cast.officer)
    context = get(client, cast.officer, "commune", world.plan.slug, "90102").context
    first = next(iter(context["table"].rows))
    assert [str(cell) for _, cell in list(first.items())[1:]] == [
        "officer",
        "tệp Excel",
        "Tiêu chí thứ 10",
        "0",
        "1",
    ]
    assert (context["page"].version.number, context["page"].line.met) == (2, 10)


def test_file_of_others_is_named_without_a_link(client, world, cast, stored):
    context = get(client, cast.officer, "commune", world.plan.slug, "90102").context
    assert (context["upload"], context["page"].version.upload) == (None, stored)


def test_commune_names_its_successors(client, world, cast, stored):
    world.communes[0].successors.add(world.communes[2])
    page = get(client, cast.staff, "commune", world.plan.slug, "90101")
    assert "xã Đứa Mòn (từ 01/01/2020)" in page.text


def test_communes_without_district_have_a_page(client, world, cast, stored):
    world.communes[0].statuses.update(district=None)
    context = get(client, cast.staff, "summary", world.plan.slug).context
    assert [line.title for line in context["report"].lines][-1] == "Xã không thuộc huyện"
    page = get(client, cast.staff, "communes", world.plan.slug).context["page"]
    assert [(one.unit.name, one.met) for one in page.communes] == [("Ẳng Cang", len(ALL))]
