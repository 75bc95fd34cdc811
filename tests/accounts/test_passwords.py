"""Changing the own password, and having to."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

PAGE = reverse("accounts:password_change")
NEW = "troi xanh nui cao 2022"


@pytest.fixture(autouse=True)
def _home(settings):
    settings.LOGIN_REDIRECT_URL = "/"


def change(client, *, old=PASSWORD, new=NEW, again=None):
    data = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(PAGE, data)


def test_change_keeps_this_session_and_ends_the_others(client, cast):
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(cast.officer)
    answer = change(client)
    cast.officer.refresh_from_db()
    assert (answer.status_code, cast.officer.check_password(NEW)) == (302, True)
    assert (client.get(PAGE).status_code, elsewhere.get(PAGE).status_code) == (200, 302)


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"old": "sai"}, "old_password", "Mật khẩu đang dùng không đúng."),
        ({"again": "khac"}, "new_password2", "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new": PASSWORD}, "new_password1", "Mật khẩu mới phải khác mật khẩu đang dùng."),
        ({"new": "ngan-qua"}, "new_password1", "Mật khẩu quá ngắn: cần ít nhất 14 ký tự."),
        ({"new": "20222023202420252"}, "new_password1", "Mật khẩu không được chỉ gồm chữ số."),
        (
            {"new": "lo van thanh 1"},
            "new_password1",
            "Mật khẩu quá giống tên đăng nhập, họ tên hoặc thư điện tử.",
        ),
    ],
)
def test_refused_password_says_why(client, cast, typed, field, message):
    cast.officer.full_name = "lo van thanh"
    cast.officer.save()
    client.force_login(cast.officer)
    answer = change(client, **typed)
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [message]})


def test_rules_stand_at_the_field(client, cast):
    client.force_login(cast.officer)
    hint = client.get(PAGE).context["form"].fields["new_password1"].help_text
    assert hint == (
        "<p>Ít nhất 14 ký tự: một câu ngắn dễ nhớ là tốt nhất.</p>"
        "<p>Không chỉ gồm chữ số, không phải mật khẩu thông dụng.</p>"
        "<p>Không giống tên đăng nhập, họ tên; khác mật khẩu đang dùng.</p>"
    )


@pytest.fixture
def newcomer(client, cast):
    cast.staff.must_change_password = True
    cast.staff.save()
    client.force_login(cast.staff)
    return cast.staff


@pytest.mark.parametrize("page", ["/nguoi-dung/", "/tim/?q=a", "/quan-tri/"])
def test_temporary_password_opens_nothing_else(client, newcomer, page):
    answer = client.get(page)
    assert (answer.status_code, answer.url) == (302, PAGE)


def test_temporary_password_lets_go_out(client, newcomer):
    assert client.post(reverse("accounts:logout")).url == reverse("accounts:login")


def test_own_password_opens_the_rest(client, newcomer):
    change(client)
    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, client.get("/nguoi-dung/").status_code) == (False, 200)
