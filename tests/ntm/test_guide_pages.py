"""The guide in the program: for everybody, on the page for one's own work, at the price of nothing."""

import pytest
from django.urls import reverse

from ntm.guide import PAGES


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("admin", "can-bo-van-phong"),
        ("staff", "can-bo-van-phong"),
        ("department", "can-bo-huyen"),
        ("officer", "can-bo-huyen"),
        ("clerk", "can-bo-huyen"),
        ("leader", "lanh-dao"),
    ],
)
def test_guide_opens_at_own_work(client, cast, person, name):
    client.force_login(getattr(cast, person))
    assert client.get(reverse("guide:own")).url == f"/huong-dan/{name}/"


def test_guide_opens_at_contents_without_log_in(client, db):
    assert client.get(reverse("guide:own")).url == "/huong-dan/muc-luc/"


@pytest.mark.parametrize("name", PAGES)
def test_guide_is_read_without_log_in(client, db, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        page = client.get(reverse("guide:page", args=[name]))
    assert page.status_code == 200
    assert 'aria-current="page">' in page.text


def test_guide_asks_for_nothing_but_the_user(client, cast, django_assert_num_queries):
    client.force_login(cast.officer)
    with django_assert_num_queries(3):  # session, user, memberships
        page = client.get(reverse("guide:page", args=["can-bo-huyen"]))
    assert 'aria-current="page">Huyện, xã, sở, ngành</a>' in page.text


def test_no_such_page(client, db):
    assert client.get(reverse("guide:page", args=["settings"])).status_code == 404


def test_log_in_page_leads_to_the_guide(client, db):
    assert 'href="/huong-dan/"' in client.get(reverse("accounts:login")).text


def test_guide_is_read_before_the_password_is_changed(client, cast):
    cast.officer.must_change_password = True
    cast.officer.save()
    client.force_login(cast.officer)
    assert client.get(reverse("reports:home")).url == reverse("accounts:password_change")
    assert client.get(reverse("guide:page", args=["can-bo-huyen"])).status_code == 200


def test_every_page_leads_to_help(client, cast):
    client.force_login(cast.clerk)
    page = client.get(reverse("criteria:entry")).text
    assert 'class="help" href="/huong-dan/can-bo-huyen/#viec-nao-lam-luc-nao"' in page
    assert '<a href="/huong-dan/">Trợ giúp</a>' in page
