"""Verdicts of a sheet: stored levels, communes and figures; amendments, groups, sets of other numbers."""

from datetime import date
from decimal import Decimal

import pytest

from communes.models import CommuneStatus
from criteria.domain.requirements import IfAbsent
from criteria.domain.values import State
from criteria.domain.verdicts import Verdict, Why
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.services.results import Edit, load_cells, save_edits
from criteria.services.sheets import communes_of, open_sheet
from criteria.services.verdicts import judge_sheet
from tests.factories import make_criteria_set, make_indicators, make_period

DAY = date(2022, 6, 20)
FROM = date(2022, 3, 8)
HERE = "Trung du miền núi phía Bắc"
MET, NOT_MET, OPEN = State.MET, State.NOT_MET, State.NO_DATA


@pytest.fixture
def period(world):
    return make_period(world)


def level(indicator, value, **fields):
    given = {"scope": "TDMNPB", "comparison": ">=", "valid_from": FROM, "provenance": "verified"}
    figure = {"value": Decimal(value), "value_text": value} if value else {}
    return Threshold.objects.create(indicator=indicator, **given | figure | fields)


def enter(period, user, commune, **texts):
    sheet = open_sheet(period, "district")
    edits = [Edit(commune.pk, key.replace("_", "."), 0, text) for key, text in texts.items()]
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=DAY)
    assert {outcome.status for outcome in outcomes} == {"saved"}, outcomes


def judged(period, *communes):
    sheet = open_sheet(period, "district")
    return judge_sheet(sheet, [commune.pk for commune in communes])


def reasons(period, commune, *keys):
    cells = judged(period, commune).by_commune[commune.pk]
    return [(cells[key].state, cells[key].proposal.reason) for key in keys]


@pytest.fixture
def income(world):
    (indicator,) = make_indicators(world.criteria[9], [("10", "amount")])
    return indicator


def test_every_column_of_every_commune_is_judged(world, cast, period, income):
    level(income, "39", year=2022)
    first, second, *_ = world.communes
    enter(period, cast.officer, first, i10="39")
    found = judged(period, first, second)
    assert list(found.by_commune) == [first.pk, second.pk]
    assert list(found.by_commune[first.pk]) == list(found.sheet.measures)
    assert found.at(first.pk, "i10").proposal == Verdict(
        MET, f"39 ≥ 39 (năm 2022, {HERE})", Why.REACHED, Decimal(0)
    )
    assert found.at(second.pk, "i10").proposal == Verdict(OPEN, "chưa có số liệu 10", Why.NO_FIGURE)
    assert found.at(first.pk, "c10").proposal == found.at(first.pk, "i10").proposal
    assert found.levels[second.pk]["i10"].value == 39


def test_queries_do_not_grow(world, period, income, django_assert_num_queries):
    level(income, "39", year=2022)
    sheet = open_sheet(period, "district")
    communes = list(communes_of(period))
    for few in ([communes[0].pk], [one.pk for one in communes]):
        with django_assert_num_queries(3):
            judge_sheet(sheet, few)
        at_hand = load_cells(sheet, few)
        with django_assert_num_queries(2):
            judge_sheet(sheet, few, at_hand)


def test_a_level_on_a_base_costs_one_query_more(world, period, income, django_assert_num_queries):
    (model,) = make_indicators(world.criteria[1], [("2", "amount")])
    level(income, "51", year=2022)
    level(model, "1.1", scope="chung", base=income)
    sheet, (first, *_) = open_sheet(period, "district"), world.communes
    with django_assert_num_queries(4):
        found = judge_sheet(sheet, [first.pk])
    assert found.levels[first.pk]["i2"].value == Decimal("56.1")


def test_what_counts_is_the_decision(world, cast, period, income):
    level(income, "39", year=2022)
    (first, *_) = world.communes
    enter(period, cast.officer, first, i10="38,5 Đ", c10="0")
    below = f"38,5 < 39 (năm 2022, {HERE})"
    assert reasons(period, first, "i10", "c10") == [
        (MET, below),
        (NOT_MET, f"người nhập kết luận đạt; theo số liệu: {below}"),
    ]
    cells = judged(period, first).by_commune[first.pk]
    assert [key for key, one in cells.items() if one.differs] == ["c10", "i10"]


@pytest.mark.parametrize(
    ("last_day", "told"),
    [
        (date(2022, 3, 7), (OPEN, "chưa có mức đạt có hiệu lực vào ngày 07/03/2022")),
        (date(2022, 3, 8), (MET, f"60 ≥ 60 ({HERE})")),
        (date(2022, 6, 14), (MET, f"60 ≥ 60 ({HERE})")),
        (date(2022, 6, 15), (NOT_MET, f"60 < 65 ({HERE})")),
    ],
)
def test_an_amendment_changes_proposals_from_its_date_on(world, cast, income, last_day, told):
    level(income, "60")
    level(income, "65", valid_from=date(2022, 6, 15))
    period = make_period(world, last_day=last_day)
    enter(period, cast.officer, world.communes[0], i10="60")
    assert reasons(period, world.communes[0], "i10") == [told]


def test_an_amendment_undecides_what_the_office_confirmed_until_it_confirms_anew(world, cast, income):
    period = make_period(world, last_day=date(2022, 6, 30))
    (first, *_) = world.communes
    level(income, "60")
    level(income, "62", province=world.province, provenance="office")
    enter(period, cast.officer, first, i10="64")
    assert reasons(period, first, "i10") == [(MET, f"64 ≥ 62 ({HERE}, tỉnh xác nhận)")]
    amendment = {"valid_from": date(2022, 6, 15)}
    level(income, "65", provenance="unverified", **amendment)
    assert reasons(period, first, "i10") == [(OPEN, "mức sửa đổi từ 15/06/2022 chưa được xác nhận")]
    level(income, "65", province=world.province, provenance="office", **amendment)
    assert reasons(period, first, "i10") == [(NOT_MET, f"64 < 65 ({HERE}, tỉnh xác nhận)")]


def test_levels_of_another_province_are_not_ours(world, cast, period, income):
    level(income, "30", province=world.other_province, provenance="office")
    enter(period, cast.officer, world.communes[0], i10="39")
    assert reasons(period, world.communes[0], "i10") == [(OPEN, "chưa có mức đạt")]


def test_extremely_difficult_commune_goes_by_the_mountains(world, cast, period, income):
    world.province.region = "DBSH"
    world.province.save()
    CriteriaSet.objects.filter(pk=world.criteria_set.pk).update(hardship_scope="TDMNPB")
    level(income, "53", scope="DBSH")
    level(income, "39")
    first, second, *_ = world.communes
    CommuneStatus.objects.filter(commune=first).update(is_extremely_difficult=True)
    for commune in (first, second):
        enter(period, cast.officer, commune, i10="40")
    period.refresh_from_db()
    found = judged(period, first, second)
    assert [found.at(commune.pk, "i10").proposal.reason for commune in (first, second)] == [
        f"40 ≥ 39 ({HERE})",
        "40 < 53 (Đồng bằng sông Hồng)",
    ]
    assert [found.levels[commune.pk]["i10"].value for commune in (first, second)] == [39, 53]


@pytest.fixture
def by_group(world):
    """An invented set of three criteria with levels by group of communes; no code knows it."""
    own = make_criteria_set(3)
    own.threshold_dimension = "commune_group"
    own.save()
    third = own.criteria.get(number="3")
    share, years, trade = make_indicators(
        third, [("3.11", "percentage"), ("3.2", "amount"), ("3.3", "boolean")]
    )
    for group, value in (("nhom_1", "90"), ("nhom_2", "80"), ("nhom_3", "70")):
        level(share, value, scope=group)
    level(years, "5", scope="chung", year=2022)
    Indicator.objects.filter(pk=trade.pk).update(if_any=True)
    level(trade, "", scope="chung", comparison="dat", value_text="Đạt", if_absent="met")
    return make_period(world, criteria_set=own, code="nhom")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ({"commune_group": "nhom_1"}, (NOT_MET, "85 < 90% (xã nhóm 1)")),
        ({"commune_group": "nhom_2", "area_class": "III"}, (MET, "85 ≥ 80% (xã nhóm 2)")),
        ({"area_class": "II"}, (MET, "85 ≥ 70% (xã nhóm 3)")),
        ({"area_class": "I"}, (OPEN, "chưa biết xã thuộc nhóm nào")),
        ({}, (OPEN, "chưa biết xã thuộc nhóm nào")),
    ],
)
def test_set_by_groups_of_communes_needs_no_code(world, cast, by_group, status, told):
    (first, *_) = world.communes
    CommuneStatus.objects.filter(commune=first).update(**status)
    enter(by_group, cast.officer, first, i3_11="85")
    assert reasons(by_group, first, "i3.11") == [told]


def test_criterion_of_a_set_of_other_numbers(world, cast, by_group):
    (first, *_) = world.communes
    CommuneStatus.objects.filter(commune=first).update(commune_group="nhom_2")
    enter(by_group, cast.officer, first, i3_11="85", i3_2="5", i3_3="KA")
    found = judged(by_group, first).by_commune[first.pk]
    assert found["i3.3"].if_absent is IfAbsent.MET
    assert found["c3"].proposal == Verdict(
        MET, "đạt cả 3 chỉ tiêu; 3.3 không áp dụng, tính là đạt", Why.REACHED, Decimal(0)
    )


def test_status_of_the_period_decides_the_group(world, cast, by_group):
    """Not the one before it, nor the one after."""
    (first, *_) = world.communes
    CommuneStatus.objects.filter(commune=first).update(valid_to=date(2022, 6, 13), commune_group="nhom_1")
    later = {"valid_from": date(2022, 6, 14), "district": world.north, "commune_group": "nhom_3"}
    CommuneStatus.objects.create(commune=first, **later)
    enter(by_group, cast.officer, first, i3_11="75")
    assert reasons(by_group, first, "i3.11") == [(MET, "75 ≥ 70% (xã nhóm 3)")]


def test_set_without_indicators_proposes_nothing(world, cast):
    """As the ten criteria of 2026 come until somebody enters their indicators."""
    period = make_period(world, criteria_set=make_criteria_set(10), code="muoi")
    (first, *_) = world.communes
    enter(period, cast.officer, first, c1="1")
    found = judged(period, first).by_commune[first.pk]
    none = Verdict(OPEN, "bộ tiêu chí chưa có chỉ tiêu của tiêu chí này", Why.NO_LEVEL)
    assert [one.proposal for one in found.values()] == [none] * 10
    assert [one.state for one in found.values()] == [MET, *[OPEN] * 9]


@pytest.mark.parametrize("provenance", ["unverified", "verified", "office"])
def test_unconfirmed_row_says_nothing_of_absence_either(world, cast, period, income, provenance):
    Indicator.objects.filter(pk=income.pk).update(if_any=True)
    level(income, "39", provenance=provenance, if_absent="met")
    (first, *_) = world.communes
    enter(period, cast.officer, first, i10="KA")
    unsure = provenance == "unverified"
    criterion = judged(period, first).at(first.pk, "c10").proposal
    assert criterion.state is (State.NOT_APPLICABLE if unsure else MET)


@pytest.mark.parametrize(
    "parts", [{}, "a", [1], [{"part": "a"}], [{"part": "a", "comparison": ">=", "condition": "x"}]]
)
def test_parts_stored_wrongly_leave_the_cell_to_a_person(world, cast, period, income, parts):
    level(income, "39", parts=parts)
    (first, *_) = world.communes
    enter(period, cast.officer, first, i10="39")
    told = "các phần của mức đạt ghi sai: cần người kết luận"
    assert reasons(period, first, "i10") == [(OPEN, told)]


@pytest.mark.parametrize("parts", [{}, "a", [{"key": "a"}], [{"key": "a", "name": "x", "kind": "y"}]])
def test_indicator_with_wrong_parts_is_shown_without_any(period, income, parts):
    Indicator.objects.filter(pk=income.pk).update(parts=parts)
    assert open_sheet(period, "district").measures["i10"].parts == ()
