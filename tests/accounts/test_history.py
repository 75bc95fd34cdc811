"""Who changed what: written once, never changed."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory
from django.utils.timezone import localdate

from accounts.domain.changes import Change
from accounts.models import Changeset, FigureChange, Role, User
from accounts.querysets import AppendOnlyError
from accounts.services import (
    client_address,
    open_changeset,
    record_changes,
    reset_password,
    system_user,
)
from tests.factories import make_membership

SUBJECT = "plan/hong-lam-2022-45/criteria-matrix"


@pytest.fixture
def changeset(world, cast):
    return open_changeset(
        user=cast.officer, channel="upload", address="10.0.0.5", reason="Tệp xã Ẳng Cang.xlsx"
    )


def changes_in(world):
    first, _, third, _ = world.communes
    ids = [(world.north.pk, first.pk), (world.south.pk, third.pk), (world.south.pk, None), (None, None)]
    return [
        Change(SUBJECT, str(number), "", "1", world.province.pk, district, commune)
        for number, (district, commune) in enumerate(ids, start=1)
    ]


def test_changes_are_written_in_bulk(world, changeset, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert record_changes(changeset, changes_in(world)) == 4
    kept = FigureChange.objects.values_list("changeset", "subject", "key", "old", "new", "commune__name")
    assert list(kept[:2]) == [
        (changeset.pk, SUBJECT, "1", "", "1", "Ẳng Cang"),
        (changeset.pk, SUBJECT, "2", "", "1", "Đứa Mòn"),
    ]


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("staff", "1234"),
        ("officer", "14"),
        ("part_officer", "124"),
        ("clerk", "14"),
        ("outsider", ""),
    ],
)
def test_history_is_seen_in_the_own_area(world, cast, changeset, who, keys):
    record_changes(changeset, changes_in(world))
    seen = FigureChange.objects.visible_to(getattr(cast, who))
    assert "".join(change.key for change in seen) == keys


def test_acts_without_figures_are_seen_by_those_who_manage(cast, changeset):
    assert [
        [str(act.user) for act in Changeset.objects.visible_to(user)]
        for user in (cast.officer, cast.staff, cast.clerk, cast.outsider)
    ] == [["officer"], ["officer"], [], []]


REFUSED = {
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(**{row.text_field: "x"}),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], [row.text_field]),
    "update_or_create": lambda row: type(row).objects.update_or_create(
        pk=row.pk, defaults={row.text_field: "x"}
    ),
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "delete all": lambda row: type(row).objects.all().delete(),
}


@pytest.mark.parametrize("act", REFUSED)
@pytest.mark.parametrize("model", [Changeset, FigureChange])
def test_history_refuses_to_be_changed(world, changeset, act, model):
    record_changes(changeset, changes_in(world)[:1])
    before, row = list(model.objects.values()), model.objects.get()
    row.text_field = "reason" if model is Changeset else "new"
    setattr(row, row.text_field, "x")
    with pytest.raises(AppendOnlyError), transaction.atomic():
        REFUSED[act](row)
    assert list(model.objects.values()) == before


def test_system_user_is_one_and_cannot_log_in(db, client):
    user = system_user()
    assert (system_user(), user.is_active, user.has_usable_password()) == (user, False, False)
    assert [area.administers for area in user.areas] == [True]


@pytest.mark.parametrize(
    ("proxied", "headers", "address"),
    [
        (False, {}, "127.0.0.1"),
        (False, {"HTTP_X_FORWARDED_FOR": "10.9.9.9"}, "127.0.0.1"),
        (True, {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 10.9.9.9"}, "10.9.9.9"),
        (True, {"HTTP_X_FORWARDED_FOR": "2001:db8::1"}, "2001:db8::1"),
        (True, {"HTTP_X_FORWARDED_FOR": "unknown"}, None),
        (True, {}, "127.0.0.1"),
        (False, {"REMOTE_ADDR": ""}, None),
    ],
)
def test_address_is_the_one_the_proxy_vouches_for(settings, proxied, headers, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None
    assert client_address(RequestFactory().get("/", **headers)) == address


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ang cang", "1"),
        ("Xã Ẳng Cang", "1"),
        ("xa ang cang", "1"),
        ("huyện Tủa Xanh", "23"),
        ("duong lien ban", "4"),
        ("bieu số 02", "1234"),
        ("OFFICER", "1234"),
        ("10.0.0.5", ""),
        ("50%", ""),
    ],
)
def test_history_is_searched_without_tone_marks(world, cast, text, keys):
    changeset = open_changeset(user=cast.officer, channel="upload", address="10.0.0.5", reason="Biểu số 02")
    note = Change(SUBJECT, "4", "", "Đường liên bản", world.province.pk)
    record_changes(changeset, [*changes_in(world)[:3], note])
    world.communes[0].statuses.update(district=world.south)  # the history keeps the district of then
    assert "".join(change.key for change in FigureChange.objects.search(text).order_by("pk")) == keys


def test_history_is_searched_by_address_where_that_may_be_seen(world, changeset):
    record_changes(changeset, changes_in(world)[:1])
    assert FigureChange.objects.search("10.0.0.5", addresses=True).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(None, None, 1), (-1, 0, 1), (0, 0, 1), (None, -1, 0), (1, None, 0), (0, None, 1), (None, 0, 1)],
)
def test_history_of_some_days(world, changeset, first, last, found):
    record_changes(changeset, changes_in(world)[:1])
    today = localdate(changeset.made_at)
    days = [None if step is None else today + timedelta(days=step) for step in (first, last)]
    assert FigureChange.objects.between(*days).count() == found


def test_acts_without_figures(world, cast, changeset):
    reset_password(user=cast.clerk, by=cast.staff)
    reset_password(user=cast.outsider, by=cast.outsider)
    record_changes(changeset, changes_in(world)[:1])
    acts = {
        who: [act.reason for act in Changeset.objects.without_figures(getattr(cast, who))]
        for who in ("staff", "admin", "officer", "outsider")
    }
    mine = ["Đặt lại mật khẩu của clerk"]
    assert acts == {
        "staff": mine,
        "admin": mine,
        "officer": [],
        "outsider": ["Đặt lại mật khẩu của outsider"],
    }


def test_addresses_are_for_who_manages_all_that_he_sees(world, cast):
    assert (cast.staff.sees_addresses, cast.officer.sees_addresses) == (True, False)
    make_membership(cast.staff, Role.LEADER, world.other_province).save()
    assert User.objects.get(pk=cast.staff.pk).sees_addresses is False
