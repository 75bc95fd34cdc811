"""Finding a commune from the top bar."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import include, path, reverse

from ntm import urls as house
from tests.factories import make_commune, make_plan

PAGE = reverse("communes:search")

reports = (
    [path("ke-hoach/<slug:plan>/xa/<str:code>/", lambda request, plan, code: HttpResponse(), name="commune")],
    "reports",
)
urlpatterns = [path("", include(reports)), *house.urlpatterns]


@pytest.fixture
def _with_reports(settings):
    settings.ROOT_URLCONF = __name__


def found(client, query):
    return [(hit.commune.name, hit.district.name) for hit in client.get(PAGE, {"q": query}).context["hits"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ang", ["Ẳng Cang"]),
        ("Na", ["Nà Tấu", "Nặm Ét"]),
        ("90201", ["Đứa Mòn"]),
        ("dua mon", ["Đứa Mòn"]),
        ("Chiềng Ơn", []),
        ("", []),
    ],
)
def test_search_needs_no_tone_marks(client, cast, query, names):
    make_commune(cast.staff.memberships.get().province.districts.first(), "90103", "Xa Lạ")
    client.force_login(cast.staff)
    assert [name for name, _ in found(client, query)] == names


def test_search_stays_in_the_own_area(client, cast):
    client.force_login(cast.officer)
    assert found(client, "n") == [("Ẳng Cang", "Mường Đông"), ("Nà Tấu", "Mường Đông")]


@pytest.mark.usefixtures("_with_reports")
def test_single_commune_opens_its_page(client, cast, world):
    make_plan(world.province, world.criteria_set, slug="truoc", last_year=2022)
    client.force_login(cast.officer)
    answer = client.get(PAGE, {"q": "ang cang"})
    assert (answer.status_code, answer.url) == (302, "/ke-hoach/hong-lam-2022-45/xa/90101/")


@pytest.mark.usefixtures("_with_reports")
def test_page_belongs_to_a_plan_of_the_time_of_the_commune(client, cast, world):
    make_commune(world.north, "90101", "Ẳng Cang Mới", valid_from=date(2025, 7, 1))
    client.force_login(cast.staff)
    hits = client.get(PAGE, {"q": "ang cang"}).context["hits"]
    assert [hit.page for hit in hits] == ["/ke-hoach/hong-lam-2022-45/xa/90101/", ""]


@pytest.mark.parametrize("query", ["ang cang", "n"])
def test_search_takes_the_same_queries_for_any_number(client, cast, query, django_assert_num_queries):
    client.force_login(cast.staff)
    with django_assert_num_queries(7):  # session, user, areas; communes, plans, statuses, districts
        client.get(PAGE, {"q": query})
