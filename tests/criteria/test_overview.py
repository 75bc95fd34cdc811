"""Units of a period with state, counts, overdue ones first, and what each person is to do next."""

from datetime import date

import pytest

from criteria.domain.stages import Action
from criteria.services.overview import live_periods, read_overview
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import (
    make_commune,
    make_district,
    make_free_commune,
    make_indicators,
    make_period,
    move_submission,
)

DAY, LATE, CLOSED = date(2022, 6, 20), date(2022, 6, 26), date(2022, 7, 20)


@pytest.fixture
def period(world):
    return make_period(world)


def fill(period, user, stage, communes, keys, text="1"):
    edits = [Edit(commune.pk, key, 0, text=text) for commune in communes for key in keys]
    outcomes = save_edits(sheet=open_sheet(period, stage), user=user, edits=edits, today=DAY)
    assert {outcome.status for outcome in outcomes} == {"saved"}


def move(period, user, action, district, stage="district", **given):
    unit = Unit(district_id=district.pk)
    move_submission(period=period, stage=stage, unit=unit, action=Action(action), user=user, **given)


ALL = [f"c{n}" for n in range(1, 20)]


def told(view):
    return [
        (line.title, line.standing.name, line.progress.with_data, line.progress.met) for line in view.lines
    ]


def test_units_with_state_and_counts(period, cast, world):
    first, second, *_ = world.communes
    fill(period, cast.officer, "district", [first], ALL)
    fill(period, cast.officer, "district", [second], ["c1", "c2"], "0")
    move(period, cast.officer, "send", world.north)
    free = make_free_commune(world, name="Na Ư")
    assert told(read_overview(period, cast.staff, DAY).view("district")) == [
        ("Huyện Tủa Xanh", "DRAFT", 0, 0),
        (free.title, "DRAFT", 0, 0),
        ("Huyện Mường Đông", "SENT", 2, 19),
    ]


def test_only_criteria_that_are_met_count(period, cast, world):
    """Neither "cơ bản đạt" nor what an indicator's own verdict says."""
    make_indicators(world.criteria[1], [("2.1", "boolean"), ("2.2", "boolean")])
    first, second, *_ = world.communes
    fill(period, cast.officer, "district", [first], ["c1", "i2.1", "i2.2"])
    fill(period, cast.officer, "district", [first], ["c2"], "CB")
    fill(period, cast.officer, "district", [second], ["i2.1"])
    (north, _) = read_overview(period, cast.staff, DAY).view("district").lines
    told = [(one.title, one.given, one.met) for one in north.progress.communes]
    assert told == [("Xã Ẳng Cang", 2, 1), ("Xã Nà Tấu", 0, 0)]


def test_what_a_unit_lacks_is_said(period, cast, world):
    fill(period, cast.officer, "district", world.communes[:1], ["c1"])
    (line,) = read_overview(period, cast.officer, DAY).view("district").lines
    assert line.progress.lacks == "1 xã chưa có số liệu (Xã Nà Tấu); 1 xã còn thiếu tiêu chí (Xã Ẳng Cang)"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (DAY, [("Huyện Tủa Xanh", "DRAFT"), ("Huyện Mường Đông", "SENT")]),
        (LATE, [("Huyện Tủa Xanh", "OVERDUE"), ("Huyện Mường Đông", "SENT")]),
        (CLOSED, [("Huyện Tủa Xanh", "OVERDUE"), ("Huyện Mường Đông", "SENT")]),
    ],
)
def test_overdue_until_sent_also_after_closing(period, cast, world, today, expected):
    move(period, cast.officer, "send", world.north)
    lines = read_overview(period, cast.staff, today).official.lines
    assert [(line.title, line.standing.name) for line in lines] == expected


def test_other_stages_are_overdue_only_where_begun(period, cast, world):
    fill(period, cast.clerk, "self", world.communes[:1], ["c1"])
    lines = read_overview(period, cast.staff, LATE).view("self").lines
    expected = [("Huyện Mường Đông", "OVERDUE"), ("Huyện Tủa Xanh", "DRAFT")]
    assert [(one.title, one.standing.name) for one in lines] == expected


def test_everybody_sees_the_own_area(period, cast, world):
    def seen(user):
        lines = read_overview(period, user, DAY).view("district").lines
        return [(line.title, line.progress.total, line.hidden, line.query) for line in lines]

    assert seen(cast.officer) == [("Huyện Mường Đông", 2, 0, "huyen=901")]
    assert seen(cast.clerk) == [("Huyện Mường Đông", 1, 1, "xa=90101")]
    assert seen(cast.part_officer) == [
        ("Huyện Mường Đông", 1, 1, "xa=90101"),
        ("Huyện Tủa Xanh", 1, 1, "xa=90201"),
    ]
    assert seen(cast.outsider) == []


def test_clerk_reads_the_own_commune_by_name(period, cast):
    (line,) = read_overview(period, cast.clerk, DAY).view("self").lines
    assert line.own_title == "Xã Ẳng Cang, huyện Mường Đông"


def step(user, stage, period, today=DAY):
    line = read_overview(period, user, today).view(stage).lines[-1]
    return line.step.value, line.waits_for


def test_steps_of_a_district(period, cast, world):
    communes = world.communes[:2]
    assert step(cast.officer, "district", period) == ("enter", "")
    fill(period, cast.clerk, "self", communes[:1], ["c1"])
    assert step(cast.officer, "district", period) == ("wait", "xã tự đánh giá")
    move(period, cast.officer, "send", world.north, "self")
    fill(period, cast.officer, "district", communes, ALL)
    assert step(cast.officer, "district", period) == ("send", "")
    assert step(cast.part_officer, "district", period)[0] == "enter"
    move(period, cast.officer, "send", world.north)
    assert step(cast.officer, "district", period)[0] == "sent"
    move(period, cast.staff, "return", world.north, reason="Thiếu")
    assert step(cast.officer, "district", period)[0] == "mend"


def test_clerk_with_all_entered_reports_it(period, cast, world):
    fill(period, cast.clerk, "self", world.communes[:1], ALL)
    assert step(cast.clerk, "self", period) == ("report", "")


@pytest.mark.parametrize(
    ("today", "who", "expected"),
    [(date(2022, 5, 31), "officer", "not_yet"), (CLOSED, "officer", "closed"), (CLOSED, "staff", "enter")],
)
def test_steps_keep_to_the_days(period, cast, today, who, expected):
    assert step(getattr(cast, who), "district", period, today)[0] == expected


def test_department_counts_its_own_criteria(period, cast, world):
    fill(period, cast.staff, "department", world.communes[:2], ["c1", "c2"])
    overview = read_overview(period, cast.department, DAY)
    lines = {line.title: line for line in overview.view("department").lines}
    north = lines["Huyện Mường Đông"]
    assert [one.number for one in overview.criteria] == ["2"]
    assert (north.progress.met, north.parts_total, north.waits_for) == (2, 1, "huyện thẩm tra")
    staff = read_overview(period, cast.staff, DAY).view("department").lines[-1]
    assert (staff.parts_total, staff.parts_sent) == (19, 0)


def test_department_is_done_when_every_criterion_is(period, cast, world):
    unit = Unit(world.north.pk, 0, world.criteria[1].pk)
    given = {"period": period, "stage": "department", "unit": unit}
    move_submission(action=Action.SEND, user=cast.department, **given)
    mine = read_overview(period, cast.department, DAY).view("department")
    assert [(line.title, line.standing.name) for line in mine.lines][-1] == ("Huyện Mường Đông", "SENT")
    everything = read_overview(period, cast.staff, DAY).view("department")
    assert {line.standing.name for line in everything.lines} == {"DRAFT"}


def test_live_periods(period, cast, world):
    make_period(world, code="sau", due_on=date(2022, 6, 28), closes_on=None)
    make_period(world, code="xa", opens_on=date(2022, 7, 1), due_on=date(2022, 7, 25), closes_on=None)

    def live(user, today):
        return [one.period.code for one in live_periods(user, today)]

    assert live(cast.staff, DAY) == [period.code, "sau"]
    move(period, cast.officer, "send", world.north)
    assert live(cast.officer, LATE) == [period.code, "sau"]
    assert live(cast.officer, CLOSED) == ["sau", "xa"]
    assert live(cast.staff, CLOSED) == [period.code, "sau", "xa"]
    move(period, cast.staff, "send", world.south)
    assert live(cast.staff, CLOSED) == ["sau", "xa"]
    assert live(cast.outsider, DAY) == []


@pytest.mark.parametrize("more", [0, 3])
def test_overview_costs_the_same_for_more_units(period, cast, world, more, django_assert_num_queries):
    for number in range(more):
        district = make_district(world.province, f"93{number}", f"Huyện {number}")
        make_commune(district, f"93{number}01", f"Xã {number}")
        make_free_commune(world, f"9090{number}")
    assert cast.officer.areas and cast.staff.areas  # once per request, not counted here
    with django_assert_num_queries(4 * 5):
        for stage in ("self", "district", "department", "province"):
            assert read_overview(period, cast.staff, DAY).view(stage).lines
    with django_assert_num_queries(6):
        assert read_overview(period, cast.officer, DAY).view("district").lines
