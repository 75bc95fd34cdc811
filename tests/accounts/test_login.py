"""Coming in, being locked out, going out."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD

LOGIN = reverse("accounts:login")


@pytest.fixture(autouse=True)
def _home(settings):
    settings.LOGIN_REDIRECT_URL = "/"


def log_in(client, username="officer", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": username, "password": password}, **extra)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_login_leads_to_the_page_asked_for(client, cast):
    answer = client.post(LOGIN, {"username": "officer", "password": PASSWORD, "next": "/doi-mat-khau/"})
    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/doi-mat-khau/", True)


def test_login_does_not_lead_to_another_site(client, cast):
    answer = client.post(LOGIN, {"username": "officer", "password": PASSWORD, "next": "//evil.example/"})
    assert answer.url == "/"


def test_login_renews_the_session_id(client, cast):
    client.session.save()
    before = client.session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_wrong_password_answers_422_and_keeps_the_name(client, cast):
    answer = log_in(client, password="sai")
    form = answer.context["form"]
    assert (answer.status_code, form["username"].value(), form.non_field_errors()) == (
        422,
        "officer",
        ["Tên đăng nhập hoặc mật khẩu không đúng. Xem lại bộ gõ tiếng Việt, phím Caps Lock."],
    )


def test_inactive_user_may_not_enter(client, cast):
    cast.officer.is_active = False
    cast.officer.save()
    assert (log_in(client).status_code, signed_in(client)) == (422, False)


def test_five_wrong_passwords_lock_for_the_right_one_too(client, cast):
    statuses = [log_in(client, password="sai").status_code for _ in range(5)]
    right = log_in(client)
    assert (statuses, right.status_code, signed_in(client)) == ([422, 422, 422, 422, 429], 429, False)
    assert "bị khóa 15 phút" in right.content.decode()


def test_lock_is_for_one_name_at_one_address(client, cast):
    for _ in range(5):
        log_in(client, password="sai")
    other_name = log_in(client, username="clerk")
    other_address = log_in(client, REMOTE_ADDR="10.0.0.9")
    assert (other_name.status_code, other_address.status_code) == (302, 302)


def test_lock_ends_after_fifteen_minutes_though_tried_meanwhile(client, cast):
    for _ in range(5):
        log_in(client, password="sai")
    earlier = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=earlier)
    assert (log_in(client).status_code, AccessAttempt.objects.get().attempt_time) == (429, earlier)
    AccessAttempt.objects.update(attempt_time=earlier - timedelta(minutes=1, seconds=1))
    assert log_in(client).status_code == 302


def test_success_sets_the_count_back(client, cast):
    for _ in range(4):
        log_in(client, password="sai")
    log_in(client)
    client.logout()
    assert (AccessAttempt.objects.count(), log_in(client, password="sai").status_code) == (0, 422)


def test_no_password_is_kept_of_a_failed_login(client, cast):
    log_in(client, password="sai-nhung-bi-mat")
    assert "sai-nhung-bi-mat" not in AccessAttempt.objects.get().post_data


def test_logout_is_a_post_and_ends_the_session(client, cast):
    client.force_login(cast.officer)
    refused = client.get(reverse("accounts:logout"))
    left = client.post(reverse("accounts:logout"))
    assert (refused.status_code, left.status_code, left.url) == (405, 302, LOGIN)
    assert not signed_in(client)


def test_admin_has_no_login_of_its_own(client, cast):
    assert client.get("/quan-tri/login/?next=/quan-tri/").url == f"{LOGIN}?next=/quan-tri/"


def test_admin_refuses_who_is_no_administrator(client, cast):
    client.force_login(cast.staff)
    assert client.get("/quan-tri/", follow=True).status_code == 403
