"""The list of people and the new password in two clicks."""

import re
from datetime import UTC, datetime

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from accounts.models import Changeset, Role, User
from accounts.tables import assignments
from tests.factories import PASSWORD, make_membership, make_user

PAGE = reverse("accounts:people")


def reset_page(user):
    return reverse("accounts:password_reset", args=[user.username])


def reset(client, user, **extra):
    """Both clicks: the question, then yes."""
    page = client.get(reset_page(user))
    state = page.context["form"]["state"].value() if page.status_code == 200 else ""
    return client.post(reset_page(user), {"state": state}, **extra)


def listed(client, query=""):
    client_rows = client.get(PAGE, {"q": query} if query else {}).context["table"].rows
    return {row.record.username for row in client_rows}


def lock(username):
    client = Client()
    for _ in range(5):
        client.post(reverse("accounts:login"), {"username": username, "password": "sai"})


def test_list_shows_the_own_province_only(client, cast):
    make_user("nobody")
    client.force_login(cast.staff)
    ours = {"admin", "staff", "department", "officer", "part_officer", "clerk", "leader", "district_leader"}
    assert listed(client) == ours


def test_list_says_who_works_where(cast):
    membership = make_membership(cast.department, Role.DEPARTMENT, cast.department.memberships.get().province)
    cast.department.memberships.update(department="Sở Xây dựng")
    assert membership.place == "tỉnh Hồng Lam"
    people = User.objects.with_assignments().in_bulk(field_name="username")
    assert {name: assignments(people[name]) for name in ("department", "officer", "part_officer")} == {
        "department": "Sở, ngành: Sở Xây dựng",
        "officer": "Cán bộ huyện: huyện Mường Đông",
        "part_officer": "Cán bộ huyện: xã Ẳng Cang, xã Đứa Mòn",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dao thi", {"clerk"}),
        ("Đào Thị", {"clerk"}),
        ("PART_off", {"part_officer"}),
        ("không có", set()),
        ("\0", {"clerk", "part_officer", "staff"}),
    ],
)
def test_search_needs_no_tone_marks(client, world, query, found):
    make_user("clerk", Role.COMMUNE_CLERK, world.communes[0], full_name="Đào Thị Ẳng")
    make_user("part_officer", Role.DISTRICT_OFFICER, world.communes[0])
    client.force_login(make_user("staff", Role.PROVINCE_STAFF, world.province))
    assert listed(client, query) == found


def test_list_shows_the_state_of_accounts(client, cast):
    lock("clerk")
    cast.officer.must_change_password = True
    cast.leader.is_active = False
    cast.department.set_unusable_password()
    for user in (cast.officer, cast.leader, cast.department):
        user.save()
    client.force_login(cast.staff)
    table = client.get(PAGE).context["table"]
    words = {row.record.username: re.findall(r">([^<]+)</span>", row.get_cell("state")) for row in table.rows}
    assert {name: said for name, said in words.items() if said} == {
        "clerk": ["tạm khóa đăng nhập"],
        "officer": ["phải đổi mật khẩu"],
        "leader": ["ngừng dùng"],
        "department": ["chưa có mật khẩu"],
    }


def test_list_says_when_people_came_last_in_local_time(client, cast):
    User.objects.filter(username="clerk").update(last_login=datetime(2026, 1, 1, 20, 5, tzinfo=UTC))
    client.force_login(cast.staff)
    cells = {
        row.record.username: row.get_cell("last_login") for row in client.get(PAGE).context["table"].rows
    }
    assert (cells["clerk"], cells["officer"]) == ("02/01/2026 03:05", "chưa lần nào")


def test_list_offers_a_reset_where_allowed(client, cast):
    client.force_login(cast.staff)
    rows = client.get(PAGE).context["table"].rows
    without = {row.record.username for row in rows if "Đặt lại" not in row.get_cell("reset")}
    assert without == {"admin", "staff"}


@pytest.mark.parametrize("more", [0, 4])
def test_list_takes_the_same_queries_at_any_length(client, world, more, django_assert_num_queries):
    staff = make_user("staff", Role.PROVINCE_STAFF, world.province)
    for number in range(more):
        make_user(f"officer{number}", Role.DISTRICT_OFFICER, world.north, world.communes[number])
    client.force_login(staff)
    with django_assert_num_queries(6):  # session, user and areas; count, people, their units
        client.get(PAGE)


def test_reset_takes_two_clicks_and_shows_the_password_once(client, cast):
    client.force_login(cast.staff)
    lock("clerk")
    asked = client.get(reset_page(cast.clerk))
    done = reset(client, cast.clerk, REMOTE_ADDR="10.0.0.7")
    cast.clerk.refresh_from_db()
    password = done.context["password"]
    assert (asked.status_code, done.status_code, done.content.decode().count(password)) == (200, 200, 1)
    assert (cast.clerk.check_password(password), cast.clerk.must_change_password) == (True, True)
    assert "no-store" in done["Cache-Control"]
    assert not AccessAttempt.objects.exists()


def test_reset_is_recorded_without_the_password(client, cast):
    client.force_login(cast.staff)
    reset(client, cast.clerk, REMOTE_ADDR="10.0.0.7")
    kept = Changeset.objects.values_list("user__username", "channel", "address", "reason")
    assert list(kept) == [("staff", "browser", "10.0.0.7", "Đặt lại mật khẩu của clerk")]


def test_reset_ends_the_sessions_of_that_person(client, cast):
    theirs = Client()
    theirs.force_login(cast.clerk)
    client.force_login(cast.staff)
    reset(client, cast.clerk)
    assert theirs.get(reverse("accounts:password_change")).status_code == 302


def test_own_password_is_changed_not_reset(client, cast):
    client.force_login(cast.staff)
    answer = reset(client, cast.staff)
    cast.staff.refresh_from_db()
    assert (answer.url, cast.staff.check_password(PASSWORD)) == (reverse("accounts:password_change"), True)


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("staff", "admin", 403),
        ("admin", "staff", 200),
        ("staff", "outsider", 404),
        ("outsider", "officer", 404),
        ("officer", "clerk", 404),
        ("leader", "clerk", 404),
    ],
)
def test_reset_is_for_the_own_province_and_no_higher_right(client, cast, who, whose, status):
    client.force_login(getattr(cast, who))
    person = getattr(cast, whose)
    answer = reset(client, person)
    person.refresh_from_db()
    assert (answer.status_code, person.check_password(PASSWORD)) == (status, status != 200)


def test_person_of_two_provinces_is_reset_by_neither(client, cast, world):
    make_membership(cast.leader, Role.LEADER, world.other_province).save()
    client.force_login(cast.staff)
    assert reset(client, cast.leader).status_code == 403


def test_form_sent_again_resets_nothing(client, cast):
    client.force_login(cast.staff)
    state = client.get(reset_page(cast.clerk)).context["form"]["state"].value()
    first = client.post(reset_page(cast.clerk), {"state": state})
    again = client.post(reset_page(cast.clerk), {"state": state})
    cast.clerk.refresh_from_db()
    assert (again.status_code, cast.clerk.check_password(first.context["password"])) == (302, True)
