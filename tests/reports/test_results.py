"""The pages of results with the small world's figures: the north sent and locked, of the south one commune.

Targets: the plan's by the sheet of ``two_districts`` (Ẳng Cang 19, Nà Tấu 9, Đứa Mòn 2, Nặm Ét none).
"""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from criteria.domain.stages import Action
from criteria.domain.works import Work
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import make_free_commune, make_indicators, make_membership, make_period, move_submission
from tests.reports.sheets import DAY, bring, enter, two_districts

PAGES = [("results_district", "901"), ("results_commune", "90101")]


def met(count):
    return {f"c{number}": "1" if number <= count else "0" for number in range(1, 20)}


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "boolean")])
    return make_period(world)


@pytest.fixture
def stored(world, cast, period):
    first, second, third, _ = world.communes
    bring(world.annex, two_districts(), cast.staff)
    enter(period, first, cast.officer, **met(12))
    enter(period, second, cast.officer, **(met(10) | {"c11": "CB", "c12": "KA"}))
    enter(period, third, cast.staff, c1="0", c3="1")
    unit = Unit(district_id=world.north.pk)
    for action in (Action.SEND, Action.LOCK):
        move_submission(period=period, stage="district", unit=unit, action=action, user=cast.staff)


@pytest.fixture
def get(client, world, period):
    def get(user, name, *args, **query):
        client.force_login(user)
        url = reverse(f"reports:{name}", args=[world.province.code, period.code, *args])
        return client.get(url, query)

    return get


def row(table, index):
    names = ("unit", "communes", "with_data", "average", "total", "target", "to_go", "fixed")
    return [strip(list(table.rows)[index].get_cell(name)) for name in names]


def strip(markup):
    from django.utils.html import strip_tags

    return " ".join(strip_tags(str(markup)).split())


def test_summary_stands_beside_the_targets(get, cast, stored):
    table = get(cast.leader, "results").context["table"]
    assert row(table, 0) == ["Huyện Mường Đông", "2", "2", "11,00", "22", "28", "7", "đã chốt"]
    assert row(table, 1) == ["Huyện Tủa Xanh", "2", "1", "1,00", "1", "21 xã", "21 xã", "số liệu tạm"]
    footer = [strip(table.columns[name].footer) for name in ("unit", "with_data", "total", "target", "fixed")]
    assert footer == ["Tỉnh Hồng Lam", "3", "23", "303 xã", "số liệu tạm: 2/4 xã đã chốt"]
    assert table.columns["target"].header == "Mục tiêu đến năm 2025"


def test_verdicts_of_indicators_are_not_those_of_criteria(get, cast, world, period):
    first, second, *_ = world.communes
    enter(period, first, cast.officer, c1="1", c2="0", i2_1="80 Đ", i2_2="1")
    enter(period, second, cast.officer, i2_1="80 Đ", i2_2="1")
    summary = get(cast.leader, "results").context["report"].whole.summary
    assert (summary.with_data, summary.total, summary.met["1"], summary.met["2"]) == (1, 1, 1, 0)


def test_summary_says_which_figures_it_shows(get, cast, stored):
    text = get(cast.leader, "results").text
    assert "Thực hiện 6 tháng đầu năm 2022</h1>" in text
    assert "Bước huyện thẩm tra (bước chính thức)." in text


def test_other_step_by_address(get, cast, world, period, stored):
    enter(period, world.communes[3], cast.staff, stage="province", c1="1")
    page = get(cast.leader, "results", **{"giai-doan": "province"})
    assert (page.context["report"].whole.summary.total, page.context["report"].whole.locked) == (1, 0)
    assert "Bước tỉnh thẩm định, không phải bước chính thức." in page.text
    assert (
        f"{reverse('reports:results_district', args=['91', period.code, '901'])}?giai-doan=province"
        in page.text
    )
    assert get(cast.leader, "results", **{"giai-doan": "xã"}).status_code == 404


def test_summary_without_plan_and_without_results(get, cast, world):
    world.plan.delete()
    page = get(cast.leader, "results")
    assert "có giai đoạn gồm năm 2022 nên không có mục tiêu để so" in page.text
    assert "target" not in [column.name for column in page.context["table"].columns]
    assert "Chưa xã nào có kết quả ở bước này" in page.text


def test_district_leader_reads_the_own_district_beside_the_province(get, cast, stored):
    page = get(cast.district_leader, "results")
    assert [line.title for line in page.context["report"].lines] == ["Huyện Mường Đông"]
    assert page.context["report"].whole.summary.communes == 4


def test_workbook_has_the_figures_of_the_page(get, cast, stored):
    answer = get(cast.leader, "results_xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    names = ["B", "C", "D", "E", "X", "Y", "Z", "AA", "AG", "AH"]
    assert [[sheet[f"{name}{number}"].value for name in names] for number in (4, 5, 6, 7)] == [
        ["Đơn vị", "Số xã", "Số xã có số liệu", "1. TC 1", "Tổng tiêu chí", "Bình quân/xã",
         "Mục tiêu đến năm 2025", "Còn phải đạt", "Chưa có số liệu", "Số xã đã chốt"],
        ["Huyện Mường Đông", 2, 2, 2, 22, 11, 28, 7, 0, 2],
        ["Huyện Tủa Xanh", 2, 1, 0, 1, 1, 2, 2, 1, 0],
        ["Tỉnh Hồng Lam", 4, 3, 2, 23, 7.67, 30, 9, 1, 2],
    ]  # fmt: skip
    assert (
        sheet["A1"].value == "TỔNG HỢP TIÊU CHÍ NÔNG THÔN MỚI TỈNH HỒNG LAM, THỰC HIỆN 6 THÁNG ĐẦU NĂM 2022"
    )
    assert sheet["A2"].value == (
        "Bước huyện thẩm tra; Bộ 19 tiêu chí; mục tiêu đến năm 2025 theo Kế hoạch 45/KH-UBND; số liệu tạm"
    )
    assert "Số liệu tạm, chưa chốt hết." in sheet["A9"].value


def test_district_compares_commune_and_criterion(get, cast, stored):
    page = get(cast.officer, "results_district", "901").context["page"]
    assert [
        (one.unit.name, one.comparison.met, one.comparison.target, one.comparison.difference, one.to_go)
        for one in page.rows
    ] == [("Ẳng Cang", 12, 19, -7, ("13", "14", "15", "16", "17", "18", "19")), ("Nà Tấu", 10, 9, 1, ())]
    assert [(one.met, one.target, one.to_go) for one in (page.sums[0], page.sums[10], page.sums[18])] == [
        (2, 2, 0),
        (1, 1, 0),
        (0, 1, 1),
    ]
    assert [mark.klass for mark in page.rows[0].marks[11:13]] == ["met", "unmet aim"]
    assert [mark.klass for mark in page.rows[1].marks[10:12]] == ["basic", "apart"]


def test_district_names_communes_without_a_target(get, cast, stored):
    answer = get(cast.staff, "results_district", "902")
    assert [one.unit.name for one in answer.context["page"].untargeted] == ["Nặm Ét"]
    assert "Kế hoạch không có mục tiêu của:" in answer.text


def test_district_hides_the_communes_of_others(get, cast, stored):
    page = get(cast.part_officer, "results_district", "902").context["page"]
    assert ([one.unit.name for one in page.rows], page.hidden) == (["Đứa Mòn"], 1)


@pytest.mark.parametrize(
    ("who", "stage", "link"),
    [("officer", "district", True), ("leader", "district", False), ("staff", "district", True)],
)
def test_district_leads_to_the_grid_who_may_enter(get, cast, period, settings, monkeypatch, who, stage, link):
    monkeypatch.setattr("reports.views.results.localdate", lambda: DAY)
    page = get(getattr(cast, who), "results_district", "901")
    url = reverse("criteria:grid", args=["91", period.code, stage])
    assert (f"{url}?huyen=901" in page.text) == link


def test_closed_period_leads_nobody_to_the_grid(get, cast, monkeypatch):
    monkeypatch.setattr("reports.views.results.localdate", lambda: date(2022, 8, 1))
    assert get(cast.officer, "results_district", "901").context["entry_url"] == ""


def test_locked_figures_lead_nobody_to_the_grid(get, cast, stored, monkeypatch):
    monkeypatch.setattr("reports.views.results.localdate", lambda: DAY)
    links = [get(cast.officer, *page).context["entry_url"] for page in PAGES]
    assert links == ["", ""]
    assert get(cast.staff, "results_district", "902").context["entry_url"] != ""


def test_clerk_enters_at_the_own_step(get, cast, period, monkeypatch):
    monkeypatch.setattr("reports.views.results.localdate", lambda: DAY)
    url = reverse("criteria:grid", args=["91", period.code, "self"])
    assert get(cast.clerk, "results_commune", "90101").context["entry_url"] == f"{url}?xa=90101"


def test_communes_in_no_district(get, cast, world, period):
    make_free_commune(world)
    page = get(cast.staff, "results_communes")
    assert [one.unit.code for one in page.context["page"].rows] == ["90901"]
    assert [line.title for line in get(cast.staff, "results").context["report"].lines][-1] == (
        "Xã không thuộc huyện"
    )


def test_province_without_districts_lists_its_communes(get, cast, world, stored):
    for commune in world.communes:
        commune.statuses.update(district=None)
    page = get(cast.clerk, "results")
    assert "table" not in page.context
    assert ([one.unit.name for one in page.context["page"].rows], page.context["page"].hidden) == (
        ["Ẳng Cang"],
        3,
    )


def test_commune_shows_target_last_periods_and_other_steps(get, cast, world, period, stored):
    before = make_period(
        world, code="ca-nam-2021", name="năm 2021", first_day=date(2020, 12, 15), last_day=date(2021, 12, 14)
    )
    enter(before, world.communes[0], cast.staff, c13="1", i2_1="40/80 CĐ")
    enter(period, world.communes[0], cast.staff, stage="self", c13="1")
    page = get(cast.leader, "results_commune", "90101").context["page"]
    one = page.standing.criteria[12]
    assert (page.standing.met, page.standing.target, len(page.standing.to_go)) == (12, 19, 7)
    assert (one.state, one.target, one.before, one.disputed) == ("not_met", True, ("met",), True)
    assert (page.counts["self"], page.counts["district"], page.counts["department"]) == (1, 12, None)
    assert (page.before, page.last_count, page.change, page.locked) == ([before], 1, 11, True)
    assert page.standing.criteria[1].indicators[0].before[0].text == "40/80 (50 %)"


def test_commune_adds_up_what_remains(get, cast, world, period):
    works = {"c2": (Work("Cứng hóa", Decimal("6.2"), "km", Decimal(2)), Work("Vận động góp công"))}
    enter(period, world.communes[0], cast.officer, works=works, c2="0")
    page = get(cast.leader, "results_commune", "90101")
    assert "<b>6,2 km</b> <span>1 việc, đã bố trí vốn 2</span>" in page.text
    assert (page.context["page"].uncounted, "việc không ghi khối lượng" in page.text) == (1, True)


def test_commune_without_results_or_plan(get, cast, world):
    world.plan.delete()
    page = get(cast.leader, "results_commune", "90101")
    assert "Xã chưa có kết quả ở bước này." in page.text
    assert "nên không có mục tiêu để so" in page.text


def test_commune_without_results_leads_to_the_step_that_has_some(get, cast, world, period):
    enter(period, world.communes[0], cast.officer, stage="self", c2="0", c3="1")
    page = get(cast.leader, "results_commune", "90101")
    (switch,) = [one for one in page.context["switches"].stages if one.stated]
    assert (switch.label, switch.stated) == ("xã tự đánh giá", 2)
    assert f'Bước <a href="{switch.url}">xã tự đánh giá</a> đã có 2 số liệu.' in page.text


def test_commune_outside_the_programme(get, cast, world):
    world.communes[0].statuses.update(in_programme=False)
    page = get(cast.leader, "results_commune", "90101")
    assert "không thuộc Chương trình nông thôn mới" in page.text


def test_history_is_in_words_newest_first(get, cast, stored):
    table = get(cast.staff, "results_commune", "90102").context["table"]
    told = [[str(cell) for _, cell in list(one.items())[:4]] for one in table.rows]
    assert told[0] == ["Tình trạng gửi", "đã gửi", "đã chốt", "staff"]
    assert told[2] == ["Tiêu chí 1", "trống", "đạt", "officer"]
    assert table.paginator.count == 21


def test_addresses_are_for_the_office_of_the_province(get, cast, world, period):
    given = {"sheet": open_sheet(period, "district"), "user": cast.officer, "today": DAY}
    save_edits(edits=[Edit(world.communes[0].pk, "c1", 0, text="1")], address="10.0.0.5", **given)
    make_membership(cast.outsider, Role.LEADER, world.province).save()  # office abroad, reader here
    seen = {
        name: "10.0.0.5" in get(getattr(cast, name), "results_commune", "90101").text
        for name in ("admin", "staff", "officer", "clerk", "leader", "outsider")
    }
    assert [name for name, is_seen in seen.items() if is_seen] == ["admin", "staff"]


def test_clerk_reads_the_history_of_the_own_figures(get, cast, stored):
    table = get(cast.clerk, "results_commune", "90101").context["table"]
    assert {one.record.commune_id for one in table.rows} == {cast.clerk.areas[0].commune_id}


def test_unfolded_by_address(get, cast, stored):
    assert get(cast.leader, "results_commune", "90101").text.count("<details id=") == 19
    assert get(cast.leader, "results_commune", "90101", mo="het").text.count(" open>") == 20


def test_index_leads_to_the_latest_period_with_results(client, cast, world, period, stored):
    later = make_period(world, code="9-thang-2022", first_day=date(2022, 6, 15), last_day=date(2022, 9, 14))
    client.force_login(cast.leader)
    index, shown = reverse("reports:results_index"), [period.code, later.code]
    addresses = [reverse("reports:results", args=["91", code]) for code in shown]
    assert client.get(index).url == addresses[0]
    enter(later, world.communes[0], cast.staff, c1="1")
    assert client.get(index).url == addresses[1]


def test_index_without_periods_says_what_to_do(client, cast):
    client.force_login(cast.staff)
    assert "lập kỳ đánh giá đầu tiên" in client.get(reverse("reports:results_index")).text


def test_targets_and_results_lead_to_each_other(client, get, cast, world, period, stored):
    client.force_login(cast.leader)
    for name, code in (("commune", "90101"), ("district", "901")):
        targets = reverse(f"reports:{name}", args=[world.plan.slug, code])
        results = reverse(f"reports:results_{name}", args=["91", period.code, code])
        assert f'href="{results}"' in client.get(targets).text
        assert f'href="{targets}"' in client.get(results).text
