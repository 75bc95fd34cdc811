"""The commune's page: verdicts beside the figures, what is missing to 19/19, and to the next tier."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from criteria.domain.works import Work
from criteria.models import CriteriaSet, Threshold
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from tests.factories import FIRST_DAY, make_criteria_set, make_indicators, make_period
from tests.reports.sheets import DAY, enter

MET = {f"c{number}": "1" for number in range(1, 20)}


def demand(indicator, **fields):
    given = {"scope": "chung", "comparison": ">=", "provenance": "verified", "valid_from": FIRST_DAY}
    Threshold.objects.create(indicator=indicator, **given | fields)


@pytest.fixture
def period(world):
    """2.1 must reach 80 %, 2.2 be met; of 10 nobody has confirmed the level."""
    share, mark = make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "boolean")])
    (income,) = make_indicators(world.criteria[9], [("10", "amount")])
    demand(share, value=Decimal(80))
    demand(mark, comparison="dat", value_text="Đạt")
    demand(income, value=Decimal(42), provenance="unverified")
    return make_period(world)


@pytest.fixture
def read(client, world, period):
    def read(user, code="90101", **query):
        client.force_login(user)
        args = [world.province.code, period.code, code]
        return client.get(reverse("reports:results_commune", args=args), query)

    return read


def words(text):
    return " ".join(strip_tags(text).split())


def told(page):
    return [
        (one.judged.measure.number, one.distance.name, [(lack.gap, lack.why) for lack in one.unmet], one.why)
        for one in page.context["page"].shortfall.missing
    ]


def test_what_is_missing_stands_nearest_first(read, cast, world, period):
    works = {"i2_1": (Work("Cứng hóa đường", Decimal("3.2"), "km", Decimal(1)),)}
    texts = {key: text for key, text in MET.items() if key not in ("c10", "c19")} | {"c2": "0", "c3": "0"}
    enter(period, world.communes[0], cast.officer, works=works, **texts, i2_1="45/60", i2_2="1", i10="40")
    page = read(cast.leader)
    assert told(page) == [
        ("2", "KNOWN", [("còn thiếu 5 điểm % (3 trong 60)", "45/60 = 75 < 80%")], ""),
        ("3", "UNSAID", [], "chưa rõ còn thiếu chỉ tiêu nào"),
        ("19", "OPEN", [], "chưa có kết luận"),
        ("10", "OPEN", [], ""),
    ]
    text = words(page.text)
    assert (
        "Còn thiếu để đạt 19/19 Đã đạt 15/19 tiêu chí. 2 tiêu chí chưa đạt. 2 tiêu chí chưa kết luận." in text
    )
    assert "Chỉ tiêu 2.1: còn thiếu 5 điểm % (3 trong 60) (45/60 = 75 &lt; 80%)" in text
    assert "Chưa đề xuất được 1 chỉ tiêu: mức đạt chưa được xác nhận 10." in text
    assert "Việc còn lại: 3,2 km (đã bố trí vốn 1)" in text


def test_number_of_criteria_is_that_of_the_set(read, cast, world, period):
    world.criteria[18].delete()
    enter(period, world.communes[0], cast.officer, **{key: MET[key] for key in MET if key != "c19"})
    page = read(cast.leader)
    assert ("Còn thiếu để đạt 18/18" in page.text, "Đã đạt đủ 18 tiêu chí." in page.text) == (True, True)


def test_far_ones_are_folded(read, cast, world, period):
    enter(period, world.communes[0], cast.officer, c1="1")
    assert "Xem thêm 13 tiêu chí còn thiếu" in read(cast.leader).text
    assert '<details class="further" open>' in read(cast.leader, mo="het").text


def test_nothing_stated_lists_nothing(read, cast):
    page = read(cast.leader)
    assert (page.context["page"].shortfall, "Còn thiếu để đạt 19/19" in page.text) == (None, False)


def test_figures_without_a_held_criterion_are_proposals(read, cast, world, period):
    enter(period, world.communes[0], cast.officer, i2_1="45/60")
    text = words(read(cast.leader).text)
    assert "Chưa tiêu chí nào của xã được kết luận ở bước này." in text
    assert "2 Tiêu chí thứ 2 đề xuất Chưa đạt" in text


def verdicts(page):
    from reports.templatetags.reports import level_cell, verdict_cell

    return {
        one.measure.number: (words(level_cell(one)), words(verdict_cell(one)))
        for criterion in page.context["page"].standing.criteria
        for one in criterion.indicators
    }


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"i2_1": "85"}, "Đề xuất Đạt: 85 ≥ 80%"),
        ({"i2_1": "85 Đ"}, "Đạt: 85 ≥ 80%"),
        ({"i2_1": "70 CĐ"}, "Chưa đạt: 70 &lt; 80%"),
        ({"i2_1": "70 Đ"}, "Đề xuất Chưa đạt: 70 &lt; 80%≠ Kết luận Đạt: chưa ghi lý do"),
        ({"i2_2": "1"}, ""),
    ],
)
def test_indicator_tells_proposal_and_decision(read, cast, world, period, texts, expected):
    enter(period, world.communes[0], cast.officer, **texts)
    assert verdicts(read(cast.leader))["2.1"] == ("≥ 80%", expected)


def test_reason_of_a_person_stands_beside_the_decision(read, cast, world, period):
    edits = [
        Edit(world.communes[0].pk, "i2.1", 0, text="70 Đ", reason="Số liệu rà soát tháng 6"),
        Edit(world.communes[0].pk, "i2.2", 0, text="0"),
        Edit(world.communes[0].pk, "c2", 0, text="1", reason="Đã khắc phục"),
    ]
    save_edits(sheet=open_sheet(period, "district"), user=cast.officer, edits=edits, today=DAY)
    page = read(cast.leader)
    assert verdicts(page)["2.1"][1].endswith("≠ Kết luận Đạt: Số liệu rà soát tháng 6")
    assert "≠ Kết luận Đạt: Đã khắc phục" in words(page.text)
    assert page.context["page"].standing.differing == 2


def test_unconfirmed_level_is_marked_and_decides_nothing(read, cast, world, period):
    enter(period, world.communes[0], cast.officer, i10="50", c10="1")
    assert verdicts(read(cast.leader))["10"] == (
        "≥ 42 chưa xác nhận",
        "mức đạt chưa được xác nhận",
    )


def test_undecided_criterion_shows_what_is_proposed(read, cast, world, period):
    enter(period, world.communes[0], cast.officer, i2_1="45/60", i2_2="1", c1="1", i10="40")
    page = read(cast.leader)
    criteria = page.context["page"].standing.criteria
    told = {one.measure.number: (one.is_proposed, one.is_open) for one in criteria}
    assert [told[number] for number in ("1", "2", "3", "10")] == [
        (False, False),
        (True, False),
        (False, False),
        (False, True),
    ]
    assert page.text.count('<span class="state no_data">Chưa kết luận</span>') == 1


@pytest.fixture
def advanced(world):
    """A set of the next tier with three criteria."""
    criteria_set = make_criteria_set(3)
    CriteriaSet.objects.filter(pk=criteria_set.pk).update(tier="nang_cao", name="Bộ nâng cao")
    return CriteriaSet.objects.get(pk=criteria_set.pk)


def next_period(world, criteria_set, code, day):
    return make_period(world, code=code, name=f"nâng cao {code}", criteria_set=criteria_set,
                       first_day=date(2019, 1, 1), last_day=day)  # fmt: skip


def test_no_set_of_the_next_tier(read, cast):
    text = words(read(cast.leader).text)
    assert "Không có bộ tiêu chí nông thôn mới nâng cao nào có hiệu lực ngày 14/06/2022." in text


@pytest.mark.parametrize(("who", "link"), [("staff", True), ("leader", False)])
def test_no_period_of_the_next_tier(read, cast, advanced, who, link):
    page = read(getattr(cast, who))
    assert "Tỉnh chưa lập kỳ đánh giá nào theo Bộ nâng cao nên chưa có số liệu để xét." in words(page.text)
    assert (reverse("criteria:period_new") in page.text) == link


def test_commune_without_figures_in_the_next_tier(read, cast, world, advanced):
    next_period(world, advanced, "nc", date(2022, 6, 14))
    assert "Xã chưa có số liệu trong kỳ nâng cao nc (Bộ nâng cao)." in words(read(cast.leader).text)


def test_commune_outside_the_next_tier(read, cast, world, advanced):
    next_period(world, advanced, "nc", date(2019, 12, 31))
    assert "Xã không có trong kỳ nâng cao nc (Bộ nâng cao)." in words(read(cast.leader).text)


def test_what_is_missing_to_the_next_tier(read, cast, world, advanced, period):
    later = next_period(world, advanced, "nc", date(2022, 6, 14))
    enter(later, world.communes[0], cast.officer, c1="1", c2="0")
    enter(period, world.communes[0], cast.officer, c1="1")
    page = read(cast.leader)
    found = page.context["page"].next_tier
    missing = [one.judged.measure.number for one in found.shortfall.missing]
    assert (found.period, missing, found.shortfall.total) == (later, ["2", "3"], 3)
    text = words(page.text)
    assert "Còn 2/3 tiêu chí theo kỳ nâng cao nc" in text
    assert "Xã chỉ được xét khi đã đạt 19/19 của Bộ 19 tiêu chí." in text
    url = reverse("reports:results_commune", args=["91", "nc", "90101"])
    assert f'href="{url}#tieu-chi-2"' in page.text


def test_next_tier_is_open_for_who_meets_all(read, cast, world, advanced, period):
    enter(next_period(world, advanced, "nc", date(2022, 6, 14)), world.communes[0], cast.officer, c1="1")
    enter(period, world.communes[0], cast.officer, **MET)
    text = read(cast.leader).text
    assert ('<details class="further" open>' in text, "Xã chỉ được xét khi" in text) == (True, False)


@pytest.mark.parametrize(
    ("days", "chosen"),
    [
        ([date(2021, 12, 14), date(2022, 6, 10), date(2022, 6, 15)], date(2022, 6, 10)),
        ([date(2022, 12, 14), date(2022, 9, 14)], date(2022, 9, 14)),
    ],
)
def test_which_period_of_the_next_tier(read, cast, world, advanced, days, chosen):
    for number, day in enumerate(days):
        next_period(world, advanced, f"nc-{number}", day)
    assert read(cast.leader).context["page"].next_tier.period.last_day == chosen


def test_behind_the_last_tier_there_is_none(read, cast, world):
    CriteriaSet.objects.filter(pk=world.criteria_set.pk).update(tier="kieu_mau")
    page = read(cast.leader)
    assert (page.context["page"].next_tier, "con-thieu-tiep" in page.text) == (None, False)
