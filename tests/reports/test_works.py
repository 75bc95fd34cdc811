"""The pages of remaining works: of the plan of the small world, and of what its people entered."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.services import open_changeset
from criteria.domain.works import Work
from plans.models import AnnexVersion
from plans.services.project_works import project_works
from reports.domain.works_workbook import write_works
from tests.factories import make_annex, make_criteria_set, make_free_commune, make_indicators, make_period
from tests.plans.test_project_works import block, table
from tests.reports.sheets import DAY, enter

ROADS = ("Chỉ tiêu 2.1: Cần cứng hóa 12,5 Km (trong đó 6 Km đã bố trí vốn).", "Cần cứng hóa ít nhất 6.2 Km")
HALLS = "Chỉ tiêu 6.3: Cần xây dựng 03 Nhà văn hóa Bản"
PLANNING = "Tiêu chí số 1: Rà soát, bổ sung quy hoạch"
DOUBTFUL = "Cần cứng hóa 1.250 km"
PART = "Tiêu chí số 2: Cần cứng hóa 3 km; cần sửa 1.250 km"  # of which one can be read


@pytest.fixture
def stored(world):
    """In the north 12,5 and 6,2 km and 3 halls; in the south 4 km of another set and a doubtful figure."""
    first, second, third, _ = world.communes
    make_indicators(world.criteria[1], [("2.1", "boolean")])
    make_indicators(world.criteria[5], [("6.3", "boolean")])
    annex = make_annex(world.plan, "commune-gaps-ntm", label="Biểu số 01", position=5)
    both = table(first, block("1", PLANNING), block("2", ROADS[0])).rows
    both += table(second, block("2", ROADS[1]), block("6", HALLS)).rows
    project_works(annex, type(table(first))(both))
    other = make_criteria_set(3)
    more = make_annex(world.plan, "commune-gaps-advanced", label="Biểu số 02", position=6, other_set=other)
    project_works(more, table(third, block("2", "Cần cứng hóa 4 km"), block("3", DOUBTFUL)))
    return annex, more


@pytest.fixture
def get(client, world):
    def get(user, name="works", **query):
        client.force_login(user)
        return client.get(reverse(f"reports:{name}", args=[world.plan.slug]), query)

    return get


def sums(page):
    """Section by section: title, then (work, quantity, communes) of each line."""
    return [
        (
            section.title,
            [
                (row.total.title, str(row.total.quantity.normalize()), row.total.communes)
                for row in section.rows
            ],
        )
        for section in page.context["page"].sections
    ]


def test_sums_by_work(get, cast, stored):
    page = get(cast.leader)
    assert sums(page) == [("", [("Cứng hóa", "22.7", 3), ("Xây dựng nhà văn hóa bản", "3", 1)])]
    whole = page.context["page"].whole
    assert (len(whole.items), whole.uncounted, whole.communes) == (6, 2, 3)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("huyen", [("Huyện Mường Đông", ["18.7", "3"]), ("Huyện Tủa Xanh", ["4"])]),
        ("xa", [("Xã Ẳng Cang", ["12.5"]), ("Xã Nà Tấu", ["6.2", "3"]), ("Xã Đứa Mòn", ["4"])]),
        (
            "tieu-chi",
            [
                ("1. TC 1 (Bộ 19 tiêu chí)", []),
                ("2. TC 2 (Bộ 19 tiêu chí)", ["18.7"]),
                ("6. TC 6 (Bộ 19 tiêu chí)", ["3"]),
                ("2. TC 2 (Bộ 3 tiêu chí)", ["4"]),
                ("3. TC 3 (Bộ 3 tiêu chí)", []),
            ],
        ),
    ],
)
def test_sums_by_unit_and_criterion(get, cast, stored, by, expected):
    found = sums(get(cast.leader, theo=by))
    assert [(title, [quantity for _, quantity, _ in rows]) for title, rows in found] == expected


def test_each_sum_leads_to_its_items(get, client, cast, world, stored):
    page = get(cast.leader, theo="huyen")
    row = page.context["page"].sections[0].rows[0]
    behind = client.get(reverse("reports:works", args=[world.plan.slug]) + row.url)
    items = list(behind.context["page"].listed)
    assert [(item.commune.name, item.text) for item in items] == [
        ("Ẳng Cang", ROADS[0]),
        ("Nà Tấu", ROADS[1]),
    ]
    assert behind.context["page"].told == "Cần cứng hóa: 18,7 km ở 2 xã, trong đó 6 km đã bố trí vốn"
    assert "(huyện Mường Đông)" in behind.text


def test_what_has_no_quantity_is_listed(get, client, cast, world, stored):
    url = get(cast.leader).context["page"].uncounted_url
    page = client.get(reverse("reports:works", args=[world.plan.slug]) + url)
    assert [item.text for item in page.context["page"].listed] == [PLANNING, DOUBTFUL]
    assert "đọc được nhiều cách: 1.250 km" in page.text


@pytest.mark.parametrize(
    ("who", "communes"),
    [
        ("leader", {"Ẳng Cang", "Nà Tấu", "Đứa Mòn"}),
        ("department", {"Ẳng Cang", "Nà Tấu", "Đứa Mòn"}),
        ("officer", {"Ẳng Cang", "Nà Tấu"}),
        ("part_officer", {"Ẳng Cang", "Đứa Mòn"}),
        ("clerk", {"Ẳng Cang"}),
    ],
)
def test_one_reads_the_own_communes_only(get, cast, stored, who, communes):
    user = getattr(cast, who)
    page = get(user)
    assert {item.commune.name for item in page.context["page"].whole.items} == communes
    assert ("Chỉ gồm các xã trong địa bàn của bạn." in page.text) == (who not in ("leader", "department"))
    book = load_workbook(io.BytesIO(get(user, "works_xlsx").content))
    rows = book["Danh sách việc"].iter_rows(min_row=5, min_col=2, max_col=2, values_only=True)
    assert {name.removeprefix("Xã ") for (name,) in rows} == communes
    assert ("địa bàn của người lập" in book["Theo xã"]["A2"].value) == (len(communes) < 3)


@pytest.mark.parametrize(
    ("query", "works"),
    [
        ({"huyen": "902"}, 2),
        ({"bieu": "Biểu số 02"}, 2),
        ({"huyen": "901", "bieu": "Biểu số 02"}, 0),
        ({"xa": "90101"}, 2),
        ({"viec": "cứng hóa", "dvt": "km"}, 3),
        ({"chua": "1"}, 2),
    ],
)
def test_filters(get, cast, stored, query, works):
    page = get(cast.leader, **query)
    assert len(page.context["page"].whole.items) == works
    assert ("Không có việc nào như vậy" in page.text) == (works == 0)


@pytest.mark.parametrize(
    "query",
    [
        {"huyen": "911"},
        {"xa": "91101"},
        {"huyen": "902", "xa": "90101"},
        {"theo": "năm"},
        {"trang": "x"},
        {"tieuchi": "0"},
    ],
)
def test_an_address_nobody_made_is_refused(get, cast, stored, query):
    page = get(cast.leader, **query)
    assert page.status_code == 422
    assert "Không lọc được theo địa chỉ này" in page.text


def test_a_plan_without_works_says_where_they_come_from(get, cast, world):
    assert "Khối lượng còn lại của các xã sẽ được cộng ở đây" in get(cast.leader).text


def test_communes_that_lie_in_no_district(get, cast, world, stored):
    commune = make_free_commune(world)
    project_works(stored[1], table(commune, block("2", "Cần cứng hóa 1 km")))
    assert sums(get(cast.leader, theo="huyen"))[0] == ("Xã không thuộc huyện", [("Cứng hóa", "1", 1)])
    assert len(get(cast.leader, huyen="-").context["page"].whole.items) == 1


def test_workbook_has_the_sums_of_the_page(get, cast, stored):
    answer = get(cast.leader, "works_xlsx", huyen="901")
    assert answer["Content-Disposition"] == 'attachment; filename="viec-con-lai-hong-lam-2022-45.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Theo việc", "Theo huyện", "Theo xã", "Theo tiêu chí", "Danh sách việc"]
    assert book["Theo việc"]["A2"].value.endswith("; chỉ gồm huyện Mường Đông")
    rows = [list(row) for row in book["Theo việc"].iter_rows(min_row=4, values_only=True)]
    assert rows == [
        ["Việc", "Khối lượng", "Đơn vị", "Đã bố trí vốn", "Số xã", "Số việc"],
        ["Cứng hóa", 18.7, "km", 6, 2, 2],
        ["Xây dựng nhà văn hóa bản", 3, "nhà văn hóa", None, 1, 1],
    ]
    assert book["Theo việc"]["B5"].number_format == "#,##0.0"
    assert [cell.value for cell in book["Danh sách việc"][6]] == [
        *("Huyện Mường Đông", "Xã Ẳng Cang", "Biểu số 01", "2. TC 2 (Bộ 19 tiêu chí)", "2.1", ROADS[0]),
        *("cứng hóa", 12.5, "km", 6),
    ]


def test_texts_in_the_workbook_are_no_formulas(get, cast, world, stored):
    project_works(stored[1], table(world.communes[2], block("2", "=2+5 km cần cứng hóa")))
    book = load_workbook(io.BytesIO(get(cast.leader, "works_xlsx", huyen="902").content))
    cell = book["Danh sách việc"]["F5"]
    assert (cell.value, cell.data_type) == ("=2+5 km cần cứng hóa", "s")


def test_workbook_of_nothing():
    book = load_workbook(io.BytesIO(write_works([], title="Việc còn lại", source="Biểu số 01", day=DAY)))
    assert [row[0].value for row in book["Theo xã"].rows][:3] == [
        "Việc còn lại",
        "Biểu số 01",
        "Lập ngày 20/06/2022. 0 việc của 0 xã; 0 việc chưa đọc được khối lượng, không nằm trong các số cộng.",
    ]


@pytest.fixture
def entered(world, cast):
    make_indicators(world.criteria[1], [("2.1", "boolean")])
    period = make_period(world)
    roads = (Work("Cần cứng hóa đường trục", Decimal("6.2"), "Km", Decimal(2)), Work("Cần cứng hóa 3 km"))
    enter(period, world.communes[0], cast.staff, works={"c2": roads}, c2="0")
    homes = (Work("Xóa nhà tạm", Decimal(5), "nhà tạm"), Work("Rà soát"))
    enter(period, world.communes[2], cast.staff, works={"i2_1": homes}, i2_1="0")
    enter(period, world.communes[0], cast.staff, stage="province", works={"c2": roads[:1]}, c2="0")
    return period


def results(client, user, world, period, name="results_works", **query):
    client.force_login(user)
    return client.get(reverse(f"reports:{name}", args=[world.province.code, period.code]), query)


def test_works_of_a_period(client, cast, world, entered):
    page = results(client, cast.leader, world, entered)
    assert sums(page) == [("", [("Cứng hóa", "9.2", 1), ("Xóa nhà tạm", "5", 1)])]
    assert page.context["page"].sections[0].rows[0].total.funded == 2
    assert page.context["page"].whole.uncounted == 1
    own = results(client, cast.officer, world, entered)
    assert {item.commune.name for item in own.context["page"].whole.items} == {"Ẳng Cang"}


def test_works_of_another_step_keep_it_in_every_address(client, cast, world, entered):
    page = results(client, cast.leader, world, entered, **{"giai-doan": "province"})
    assert sums(page) == [("", [("Cứng hóa", "6.2", 1)])]
    assert all("giai-doan=province" in url for _, url, _ in page.context["page"].tabs)
    assert '<input type="hidden" name="giai-doan" value="province">' in page.text
    answer = results(client, cast.leader, world, entered, "results_works_xlsx", **{"giai-doan": "province"})
    assert answer["Content-Disposition"] == ('attachment; filename="viec-con-lai-6-thang-2022-province.xlsx"')


def test_a_period_without_works(client, cast, world):
    page = results(client, cast.leader, world, make_period(world))
    assert "Ở bước này các xã bạn xem được chưa ghi việc nào." in page.text


@pytest.mark.parametrize(
    ("who", "name", "query", "queries"),
    [
        ("leader", "works", {}, 10),
        ("officer", "works", {"theo": "xa"}, 10),
        ("leader", "works", {"theo": "danh-sach"}, 10),
        ("leader", "works_xlsx", {}, 10),
    ],
)
def test_queries_do_not_grow(
    client, cast, world, stored, who, name, query, queries, django_assert_num_queries
):
    client.force_login(getattr(cast, who))
    url = reverse(f"reports:{name}", args=[world.plan.slug])
    with django_assert_num_queries(queries):
        client.get(url, query)
    units = [table(commune, block("2", *ROADS * 20), block("6", HALLS)) for commune in world.communes]
    project_works(stored[0], type(units[0])(tuple(row for unit in units for row in unit.rows)))
    with django_assert_num_queries(queries):
        client.get(url, query)


@pytest.mark.parametrize(("name", "queries"), [("results_works", 9), ("results_works_xlsx", 8)])
def test_queries_of_results_do_not_grow(
    client, cast, world, entered, name, queries, django_assert_num_queries
):
    client.force_login(cast.leader)
    url = reverse(f"reports:{name}", args=[world.province.code, entered.code])
    with django_assert_num_queries(queries):
        client.get(url)
    works = tuple(Work(f"Cần cứng hóa {number} km") for number in range(1, 30))
    for commune in (world.communes[1], world.communes[3]):
        enter(entered, commune, cast.staff, works={"c2": works}, c2="0")
    with django_assert_num_queries(queries):
        client.get(url)


def test_a_number_the_set_does_not_have_is_shown_as_printed(get, cast, world, stored):
    slips = ("Chỉ tiêu 6.3: Đào tạo", "Chỉ tiêu 2.1: Cứng hóa", "Chỉ tiêu 2.99: Cứng hóa", PART)
    project_works(stored[0], table(world.communes[0], block("2", *slips)))
    page = get(cast.leader, theo="danh-sach", huyen="901")
    assert [(item.number, item.is_known) for item in page.context["page"].listed] == [
        ("6.3", False),
        ("2.1", True),
        ("2.99", False),
        ("2", True),
    ]
    assert [item.doubtful for item in page.context["page"].listed] == [(), (), (), ()]
    assert page.text.count("biểu ghi số") == 2


def test_pages_of_results_lead_to_their_works(client, cast, world, entered):
    works = reverse("reports:results_works", args=[world.province.code, entered.code])
    client.force_login(cast.leader)
    for name, args, link in (
        ("results", [], works),
        ("results_district", ["901"], f"{works}?huyen=901"),
        ("results_commune", ["90101"], f"{works}?xa=90101"),
    ):
        page = client.get(reverse(f"reports:{name}", args=[world.province.code, entered.code, *args]))
        assert f'href="{link}"' in page.text


def test_the_plan_leads_to_its_works(client, cast, world, stored):
    client.force_login(cast.leader)
    plan, works = (reverse(name, args=[world.plan.slug]) for name in ("plans:plan", "reports:works"))
    assert works not in client.get(plan).text  # nobody has brought an annex of gaps
    changeset = open_changeset(user=cast.staff, channel="upload")
    AnnexVersion.objects.create(annex=stored[0], number=1, changeset=changeset)
    assert f'href="{works}"' in client.get(plan).text
