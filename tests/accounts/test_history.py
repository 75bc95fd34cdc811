"""Who changed what: written once, never changed."""

import pytest
from django.db import transaction
from django.test import RequestFactory

from accounts.domain.changes import Change
from accounts.models import Changeset, FigureChange
from accounts.querysets import AppendOnlyError
from accounts.services import client_address, open_changeset, record_changes, system_user

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
