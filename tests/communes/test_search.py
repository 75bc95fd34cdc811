"""Finding a commune from the top bar."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories import make_commune, make_period, make_plan

PAGE = reverse("communes:search")


def found(client, query):
    """Names and districts listed, or the page opened at once."""
    answer = client.get(PAGE, {"q": query})
    if answer.status_code == 302:
        return answer.url
    return [(hit.commune.name, hit.district.name) for hit in answer.context["hits"]]


def page(code, plan="hong-lam-2022-45"):
    return reverse("reports:commune", args=[plan, code])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ang", page("90101")),
        ("90201", page("90201")),
        ("dua mon", page("90201")),
        ("Na", [("Nà Tấu", "Mường Đông"), ("Nặm Ét", "Tủa Xanh")]),
        ("Chiềng Ơn", []),
        ("", []),
    ],
)
def test_search_needs_no_tone_marks(client, cast, query, expected):
    client.force_login(cast.staff)
    assert found(client, query) == expected


def test_search_stays_in_the_own_area(client, cast):
    client.force_login(cast.officer)
    assert found(client, "n") == [("Ẳng Cang", "Mường Đông"), ("Nà Tấu", "Mường Đông")]


def test_page_is_that_of_the_newest_plan(client, cast, world):
    make_plan(world.province, world.criteria_set, slug="truoc", last_year=2022)
    make_plan(world.province, world.criteria_set, slug="sau", last_year=2030)
    client.force_login(cast.officer)
    assert found(client, "ang cang") == page("90101", "sau")


def test_page_belongs_to_a_plan_of_the_time_of_the_commune(client, cast, world):
    make_commune(world.north, "90101", "Ẳng Cang Mới", valid_from=date(2025, 7, 1))
    client.force_login(cast.staff)
    hits = client.get(PAGE, {"q": "ang cang"}).context["hits"]
    assert [hit.page for hit in hits] == [page("90101"), ""]


def test_results_of_the_latest_period_come_before_targets(client, cast, world):
    make_period(world, code="truoc", first_day=date(2021, 6, 15), last_day=date(2021, 12, 14))
    make_period(world)
    later = {name: date(2050, 7, 1) for name in ("last_day", "opens_on", "due_on", "closes_on")}
    make_period(world, code="sau", **later)
    client.force_login(cast.officer)
    results = reverse("reports:results_commune", args=["91", "6-thang-2022", "90101"])
    assert found(client, "ang cang") == results


@pytest.mark.parametrize("query", ["na tau", "n"])
def test_search_takes_the_same_queries_for_any_number(client, cast, query, django_assert_num_queries):
    client.force_login(cast.staff)
    with django_assert_num_queries(8):  # session, user, areas; communes, periods, plans, statuses, districts
        client.get(PAGE, {"q": query})
