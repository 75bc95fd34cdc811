"""The first page on results: who has sent, what is overdue, own work, and provisional figures."""

from datetime import date

import pytest
from django.urls import reverse

from criteria.domain.stages import Action
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import make_commune, make_district, make_free_commune, make_period, move_submission

DAY, LATE, CLOSED = date(2022, 6, 20), date(2022, 6, 26), date(2022, 7, 20)


@pytest.fixture
def period(world):
    return make_period(world)


@pytest.fixture
def home(client, monkeypatch):
    """``home(user, day)``: the first page as the user sees it on that day."""

    def home(user, day=DAY):
        monkeypatch.setattr("reports.views.home.localdate", lambda: day)
        client.force_login(user)
        return client.get(reverse("reports:home"))

    return home


def move(period, user, action, district):
    unit = Unit(district_id=district.pk)
    move_submission(period=period, stage="district", unit=unit, action=Action(action), user=user, reason="x")


def fill(period, user, communes, text="1"):
    edits = [Edit(commune.pk, f"c{n}", 0, text=text) for commune in communes for n in range(1, 20)]
    save_edits(sheet=open_sheet(period, "district"), user=user, edits=edits, today=DAY)


def lines(page):
    return [
        [(line.title, line.standing.name) for line in overview.home_lines]
        for overview in page.context["results"].sending
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DAY, [("Huyện Tủa Xanh", "DRAFT"), ("Huyện Mường Đông", "SENT")]),
        (LATE, [("Huyện Tủa Xanh", "OVERDUE"), ("Huyện Mường Đông", "SENT")]),
        (CLOSED, [("Huyện Tủa Xanh", "OVERDUE")]),
    ],
)
def test_staff_see_who_has_sent(home, cast, world, period, day, expected):
    move(period, cast.officer, "send", world.north)
    assert lines(home(cast.staff, day)) == [expected]


def test_nothing_is_overdue_when_all_have_sent(home, cast, world, period):
    for district in (world.north, world.south):
        move(period, cast.staff, "send", district)
    assert lines(home(cast.staff, CLOSED)) == []
    assert reverse("criteria:periods") in home(cast.staff, CLOSED).text


def test_overdue_periods_come_before_open_ones(home, cast, world, period):
    make_period(world, code="sau", due_on=date(2022, 8, 25), closes_on=None)
    page = home(cast.staff, CLOSED)
    assert [one.period.code for one in page.context["results"].sending] == [period.code, "sau"]


def test_official_stage_counts(home, cast, world):
    period = make_period(world, official_stage="province")
    move(period, cast.officer, "send", world.north)
    assert lines(home(cast.staff, LATE)) == [
        [("Huyện Mường Đông", "OVERDUE"), ("Huyện Tủa Xanh", "OVERDUE")],
    ]


def test_officer_sees_the_next_step(home, cast, world, period):
    fill(period, cast.officer, world.communes[:2])
    page = home(cast.officer)
    assert ["Xem lại và gửi" in page.text, "số liệu tạm" in page.text] == [True, False]
    move(period, cast.officer, "send", world.north)
    assert "chờ duyệt" in home(cast.officer).text
    move(period, cast.staff, "return", world.north)
    assert "Sửa rồi gửi lại" in home(cast.officer).text


@pytest.mark.parametrize(("who", "tasks"), [("clerk", 1), ("department", 1), ("leader", 0), ("outsider", 0)])
def test_who_has_work(home, cast, world, period, who, tasks):
    assert len(home(getattr(cast, who)).context["results"].tasks) == tasks


def test_leader_reads_provisional_figures_marked(home, cast, world, period):
    fill(period, cast.officer, world.communes[:1])
    page = home(cast.leader)
    (overview,) = page.context["results"].reading
    progress = overview.official.progress
    assert (progress.with_data, progress.total, progress.average, progress.met_all) == (1, 4, 19, 1)
    assert "số liệu tạm: 0/2 đơn vị đã chốt" in page.text


def test_leader_of_a_district_reads_it_locked(home, cast, world, period):
    move(period, cast.officer, "send", world.north)
    move(period, cast.staff, "lock", world.north)
    text = home(cast.district_leader).text
    assert ["số liệu tạm" in text, "đã chốt" in text] == [False, True]


def test_leader_reads_the_period_due_next(home, cast, world, period):
    make_period(world, code="cu", due_on=date(2022, 6, 10))
    make_period(world, code="xa", due_on=date(2022, 9, 25), closes_on=None)

    def read(day):
        return [one.period.code for one in home(cast.leader, day).context["results"].reading]

    assert (read(date(2022, 6, 5)), read(DAY), read(CLOSED)) == (["cu"], [period.code], ["xa"])
    assert read(date(2022, 12, 1)) == ["xa"]


def test_leader_reads_the_last_figures_there_are(home, cast, world, period):
    """Past its day an empty period, or one without communes of the own area, hides none that has figures."""
    fill(period, cast.officer, world.communes[:1])
    make_period(world, code="trong", due_on=date(2022, 9, 25), closes_on=None)

    def read(day):
        return [one.period.code for one in home(cast.leader, day).context["results"].reading]

    assert (read(date(2022, 9, 25)), read(date(2022, 9, 26))) == (["trong"], [period.code])


def test_results_stand_without_a_plan(home, cast, world, period):
    world.plan.delete()
    assert lines(home(cast.staff)) == [[("Huyện Mường Đông", "DRAFT"), ("Huyện Tủa Xanh", "DRAFT")]]


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("who", "queries"), [("staff", 22), ("officer", 23), ("leader", 22)])
def test_home_costs_the_same_for_more_units(
    client, home, cast, world, period, more, who, queries, django_assert_num_queries
):
    for number in range(more):
        district = make_district(world.province, f"93{number}", f"Huyện {number}")
        make_commune(district, f"93{number}01", f"Xã {number}")
        make_free_commune(world, f"9090{number}")
        move(period, cast.staff, "send", district)
    home(getattr(cast, who))
    with django_assert_num_queries(queries):
        client.get(reverse("reports:home"))
