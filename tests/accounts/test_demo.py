"""The demonstration's users, over the units the program ships."""

import pytest
from django.conf import settings

from accounts.domain.demo import DEMO_CAST, DEMO_PASSWORD
from accounts.models import Role, User
from accounts.services import create_demo_users, demo_allowed, system_user
from communes.models import Commune
from communes.services import load_units
from tests.factories import make_user


@pytest.fixture
def units(db):
    load_units(settings.FIXTURES_DIR / "units")


def test_demo_users_are_made_once(units):
    first, second = create_demo_users(), create_demo_users()
    assert (first == second, User.objects.count(), len(first)) == (True, len(DEMO_CAST), len(DEMO_CAST))


def test_demo_users_are_listed_with_role_and_unit(units):
    listed = {username: (role, unit) for username, role, unit in create_demo_users()}
    assert [
        listed[f"dienbien.{name}"] for name in ("vanphong", "sogtvt", "thanhpho", "cumxa", "xasinhphinh")
    ] == [
        ("Văn phòng điều phối", "tỉnh Điện Biên"),
        ("sở, ngành", "Sở Giao thông vận tải"),
        ("cán bộ huyện", "thành phố Điện Biên Phủ"),
        ("cán bộ huyện", "xã Sính Phình, xã Xá Nhè, xã Mường Đun"),
        ("cán bộ xã", "xã Sính Phình"),
    ]


def test_demo_has_every_role_in_both_provinces(units):
    create_demo_users()
    played = User.objects.values_list("memberships__province__code", "memberships__role").distinct()
    assert set(played) == {(code, role) for code in ("11", "14") for role in Role.values}


def test_demo_users_work_in_the_units_of_the_plan(units):
    create_demo_users()
    clerk = User.objects.get(username="dienbien.xasinhphinh")
    commune = Commune.objects.editable_by(clerk).get()
    assert (commune.code, f"{commune.valid_to:%d/%m/%Y}") == ("03241", "30/06/2025")


def test_demo_users_may_log_in_and_only_administrators_enter_the_admin(units):
    create_demo_users()
    staff = set(User.objects.filter(is_staff=True).values_list("username", flat=True))
    assert staff == {"dienbien.quantri", "sonla.quantri"}
    assert (len(DEMO_PASSWORD) >= 14, User.objects.first().check_password(DEMO_PASSWORD)) == (True, True)


def test_demo_is_refused_where_somebody_works(db):
    system_user()
    make_user("dienbien.vanphong", is_demo=True)
    assert demo_allowed()
    make_user("lo.van.a")
    assert not demo_allowed()
