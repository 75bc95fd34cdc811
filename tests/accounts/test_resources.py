"""Users as a sheet: what goes out comes in again, and nobody gets more than the importer may give."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tablib import Dataset

from accounts.models import Role, User
from accounts.resources import UserResource, read, written
from communes.models import Commune
from ntm.access import administrator
from tests.factories import make_commune, make_user

HEADERS = ["Tên đăng nhập", "Họ và tên", "Chức vụ", "Thư điện tử", "Phân công"]
DAY = date(2026, 1, 1)


@pytest.fixture
def editor(cast):
    return administrator(cast.admin)


@pytest.fixture
def bring(editor):
    """Imports rows; returns what became of each: its kind, and the complaints."""

    def import_rows(*rows):
        result = UserResource(user=editor).import_data(Dataset(*rows, headers=HEADERS), raise_errors=False)
        return [(row.import_type, row.validation_error and row.validation_error.messages) for row in result]

    return import_rows


def exported(editor):
    return UserResource(user=editor).export(User.objects.editable_by(editor).order_by("pk"))


def test_export_holds_no_password(editor):
    sheet = exported(editor)
    assert (sheet.headers, sheet[0], sheet[4]) == (
        HEADERS,
        ("admin", "admin", "", "", "quản trị 91 Hồng Lam"),
        ("part_officer", "part_officer", "", "", "cán bộ huyện 90101 Ẳng Cang; cán bộ huyện 90201 Đứa Mòn"),
    )


def test_own_export_changes_nothing(editor, bring):
    rows = list(exported(editor))
    assert bring(*rows) == [("skip", None)] * len(rows)


def test_new_user_waits_for_a_password(bring):
    row = ["lo.van.a", "Lò  Văn A", "Chuyên viên", "", "cán bộ huyện 901; sở, ngành 91 Sở Văn hóa, Thể thao"]
    assert bring(row) == [("new", None)]
    made = User.objects.get(username="lo.van.a")
    assert (made.full_name, made.has_usable_password(), made.is_staff) == ("Lò Văn A", False, False)
    assert [one.place for one in made.memberships.all()] == [
        "huyện Mường Đông",
        "Sở Văn hóa, Thể thao",
    ]


def test_changed_assignments_replace_the_old_ones(cast, bring):
    assert bring(["officer", "officer", "", "", "Quản Trị 91"]) == [("update", None)]
    cast.officer.refresh_from_db()
    assert (cast.officer.is_staff, [str(one) for one in cast.officer.memberships.all()]) == (
        True,
        ["quản trị, tỉnh Hồng Lam"],
    )


def test_empty_assignments_change_nothing(cast, bring):
    assert bring(["officer", "Mới", "", "", ""]) == [("update", None)]
    assert [str(one) for one in cast.officer.memberships.all()] == ["cán bộ huyện, huyện Mường Đông"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ["outsider", "x", "", "", "lãnh đạo 91"],
            "Tên đăng nhập này đã có ở nơi khác hoặc ngoài quyền của bạn.",
        ),
        (["lo.van.a", "x", "", "", ""], "Người mới phải có cột Phân công."),
        (["lo.van.a", "x", "", "", "quản trị 92"], "Không có đơn vị mã “92” trong tỉnh của bạn."),
        (["lo.van.a", "x", "", "", "cán bộ xã 91101"], "Không có đơn vị mã “91101” trong tỉnh của bạn."),
        (["lo.van.a", "x", "", "", "cán bộ xã 901"], "Cán bộ xã phải gắn với một xã."),
        (
            ["system", "x", "", "", "lãnh đạo 91"],
            "Tên đăng nhập này đã có ở nơi khác hoặc ngoài quyền của bạn.",
        ),
        (["System", "x", "", "", "lãnh đạo 91"], "Tên đăng nhập này dành riêng cho hệ thống."),
    ],
)
def test_row_is_refused(bring, row, message):
    make_user("system")
    before = User.objects.count()
    assert (bring(row), User.objects.count()) == ([("invalid", [message])], before)


@pytest.mark.parametrize("text", ["cán bộ 90101", "cán bộ xã", "lãnh đạo 9", "90101"])
def test_unreadable_entry_is_named(editor, text):
    with pytest.raises(ValidationError) as refused:
        read(f"lãnh đạo 91; {text}", editor=editor, today=DAY)
    assert refused.value.message.startswith(f"Không hiểu “{text}”.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cán bộ xã 90101", "Mới"),
        ("cán bộ xã 90101 ẳng cang", "Ẳng Cang"),
        ("CAN BO XA 90102", "Nà Tấu"),
    ],
)
def test_code_given_again_means_the_unit_of_today_unless_named(editor, world, text, name):
    Commune.objects.filter(province=world.province).update(valid_to=date(2025, 6, 30))
    make_commune(world.north, "90101", "Mới", valid_from=date(2025, 7, 1))
    [membership] = read(text, editor=editor, today=DAY)
    assert (membership.role, membership.commune.name) == (Role.COMMUNE_CLERK, name)


def test_sheet_is_brought_in_through_the_admin(client, cast):
    client.force_login(cast.admin)
    lines = [",".join(HEADERS), "lo.van.a,Lò Văn A,,,cán bộ huyện 901", "outsider,x,,,lãnh đạo 91"]
    file = SimpleUploadedFile("nguoi-dung.csv", "\n".join(lines).encode())
    data = {"import_file": file, "format": "1", "resource": ""}
    preview = client.post(reverse("admin:accounts_user_import"), data)
    assert [row.import_type for row in preview.context["result"].rows] == ["new", "invalid"]
    assert not User.objects.filter(username="lo.van.a").exists()


def test_sheet_goes_out_with_the_own_province_only(client, cast):
    client.force_login(cast.admin)
    data = {"format": "1", "resource": "0"}
    sheet = client.post(reverse("admin:accounts_user_export"), data).content.decode("utf-8-sig")
    names = {line.split(",")[0] for line in sheet.splitlines()[1:]}
    assert (names & {"clerk", "outsider", "system"}, cast.clerk.password in sheet) == ({"clerk"}, False)


def test_entry_is_read_as_it_is_written(editor, cast):
    for user in (cast.staff, cast.officer, cast.clerk):
        membership = user.memberships.get()
        assert [one.key for one in read(written(membership), editor=editor, today=DAY)] == [membership.key]
