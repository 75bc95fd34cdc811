"""Administrators keep users of the own province, and nobody grows above it."""

import pytest
from django.urls import reverse

from accounts.models import Changeset, FigureChange, Role, User
from accounts.services import open_changeset
from tests.factories import PASSWORD, make_user

NOT_OFFERED = "Hãy chọn một lựa chọn hợp lệ. Lựa chọn đó không phải là một trong các lựa chọn khả thi."
LIST, ADD = reverse("admin:accounts_user_changelist"), reverse("admin:accounts_user_add")


def change_page(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def filled(user=None, *rows, **fields):
    """What the admin form posts: fields of the user, rows of (role, province, district, commune)."""
    stored = list(user.memberships.all()) if user else []
    data = {"full_name": "Lò Văn A", "post": "", "email": "", "is_active": "on"} | fields
    data |= {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": len(stored)}
    for number, row in enumerate(rows):
        names = ("role", "province", "district", "commune")
        cells = {name: getattr(unit, "pk", unit) or "" for name, unit in zip(names, row, strict=True)}
        ids = {"id": stored[number].pk, "user": user.pk} if number < len(stored) else {}
        data |= {f"memberships-{number}-{name}": value for name, value in (cells | ids).items()}
    return data


def errors_of(answer):
    """Every message of a refused form."""
    forms = [answer.context["adminform"].form, *answer.context["inline_admin_formsets"][0].formset.forms]
    formset = answer.context["inline_admin_formsets"][0].formset
    fields = [message for form in forms for messages in form.errors.values() for message in messages]
    return fields + list(formset.non_form_errors())


@pytest.fixture
def page(client, cast):
    client.force_login(cast.admin)
    return client


def test_list_shows_the_own_province_only(page, cast):
    make_user("root", is_superuser=True)
    shown = {user.username for user in page.get(LIST).context["cl"].result_list}
    assert shown & {"admin", "clerk", "outsider", "root", "system"} == {"admin", "clerk"}


def test_new_user_waits_for_a_password(page, world):
    data = filled(None, (Role.DISTRICT_OFFICER, world.province, world.north, None), username="lo.van.a")
    assert page.post(ADD, data).status_code == 302
    made = User.objects.get(username="lo.van.a")
    units = [str(membership) for membership in made.memberships.all()]
    assert (made.has_usable_password(), made.is_staff, units) == (
        False,
        False,
        ["cán bộ huyện, huyện Mường Đông"],
    )


def test_staff_right_follows_the_membership(page, cast, world):
    for role, is_staff in ((Role.ADMIN, True), (Role.LEADER, False)):
        page.post(change_page(cast.leader), filled(cast.leader, (role, world.province, None, None)))
        cast.leader.refresh_from_db()
        assert cast.leader.is_staff == is_staff


def test_nobody_makes_himself_superuser_or_another_name(page, cast, world):
    own = (Role.ADMIN, world.province, None, None)
    data = filled(cast.admin, own, username="system", is_superuser="on", is_staff="on", password="x")
    page.post(change_page(cast.admin), data)
    cast.admin.refresh_from_db()
    kept = (
        cast.admin.full_name,
        cast.admin.username,
        cast.admin.is_superuser,
        cast.admin.check_password(PASSWORD),
    )
    assert kept == ("Lò Văn A", "admin", False, True)


@pytest.mark.parametrize("name", ["system", "System"])
def test_name_of_the_built_in_user_is_refused(page, world, name):
    answer = page.post(ADD, filled(None, (Role.LEADER, world.province, None, None), username=name))
    assert errors_of(answer) == ["Tên đăng nhập này dành riêng cho hệ thống."]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ((Role.ADMIN, "other_province", None, None), NOT_OFFERED),
        ((Role.DISTRICT_OFFICER, "province", "other_district", None), NOT_OFFERED),
        ((Role.COMMUNE_CLERK, "province", None, "other_commune"), NOT_OFFERED),
        ((Role.COMMUNE_CLERK, "province", "north", None), "Cán bộ xã phải gắn với một xã."),
        (
            (Role.PROVINCE_STAFF, "province", "north", None),
            "Vai trò này được giao cho cả tỉnh: để trống huyện và xã.",
        ),
        (
            (Role.DISTRICT_OFFICER, "province", None, None),
            "Cán bộ huyện phải gắn với một huyện hoặc một xã.",
        ),
    ],
)
def test_membership_is_refused(page, cast, world, row, message):
    role, *units = row
    cells = (role, *(getattr(world, unit) if unit else None for unit in units))
    answer = page.post(change_page(cast.clerk), filled(cast.clerk, cells))
    assert errors_of(answer) == [message]
    assert cast.clerk.memberships.get().role == Role.COMMUNE_CLERK


def test_user_of_another_province_is_not_there(page, cast):
    assert page.get(change_page(cast.outsider)).status_code == 404


def test_user_is_deleted_only_before_coming_in(page, cast):
    assert page.get(reverse("admin:accounts_user_delete", args=[cast.admin.pk])).status_code == 403
    page.post(reverse("admin:accounts_user_delete", args=[cast.clerk.pk]), {"post": "yes"})
    assert not User.objects.filter(username="clerk").exists()


def test_own_password_pages_of_the_admin_are_gone(page, cast):
    way = page.get(f"/quan-tri/accounts/user/{cast.clerk.pk}/password/", follow=True)
    own = page.get("/quan-tri/password_change/")
    assert (way.status_code, own.url) == (404, reverse("accounts:password_change"))


@pytest.mark.parametrize("model", [Changeset, FigureChange])
def test_history_is_read_only(page, cast, world, model):
    changeset = open_changeset(user=cast.officer, channel="browser")
    change = FigureChange.objects.create(
        changeset=changeset, subject="x", province=world.province, key="1", new="1"
    )
    row = changeset if model is Changeset else change
    base = f"admin:accounts_{model._meta.model_name}"
    pages = [("changelist", []), ("change", [row.pk]), ("add", []), ("delete", [row.pk])]
    statuses = [page.get(reverse(f"{base}_{name}", args=args)).status_code for name, args in pages]
    posted = page.post(reverse(f"{base}_change", args=[row.pk]), {"reason": "x"}).status_code
    assert (statuses, posted) == ([200, 200, 403, 403], 403)


@pytest.mark.parametrize("more", [0, 4])
def test_list_takes_the_same_queries_at_any_length(client, world, more, django_assert_num_queries):
    admin = make_user("admin", Role.ADMIN, world.province)
    for number in range(more):
        make_user(f"officer{number}", Role.DISTRICT_OFFICER, world.north, world.communes[number])
    client.force_login(admin)
    with django_assert_num_queries(9):  # 3 of the request, 2 counts, 2 permissions, people, units
        client.get(LIST)
