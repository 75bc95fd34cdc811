"""The register out into a list and in again, through the pages of the admin: same refusals, same history."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Changeset, FigureChange
from criteria.models import Recognition
from tests.factories import make_free_commune, make_recognition

HEAD = [
    "Mã xã",
    "Mức công nhận",
    "Số quyết định",
    "Ngày quyết định",
    "Năm",
    "Tình trạng",
    "Lĩnh vực nổi trội",
]
HEAD += ["Người ký", "Số quyết định thu hồi, thay thế", "Ngày thu hồi, thay thế"]
NTM = "đạt chuẩn nông thôn mới"
DAY = date(2021, 12, 20)


def line(
    code="90101",
    level=NTM,
    number="1234/QĐ-UBND",
    day=DAY,
    year=2021,
    state="còn hiệu lực",
    fields=None,
    *rest,
):
    return [code, level, number, day, year, state, fields, *rest]


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


def bring(client, *lines):
    book = Workbook()
    for row in (HEAD, *lines):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("danh-sach.xlsx", stream.getvalue())
    url = reverse("admin:criteria_recognition_import")
    preview = client.post(url, {"import_file": file, "format": "0", "resource": ""})
    if "confirm_form" not in preview.context:
        return preview
    data = preview.context["confirm_form"].initial
    return client.post(reverse("admin:criteria_recognition_process_import"), data)


def told():
    rows = FigureChange.objects.order_by("pk").values_list("commune__name", "key", "old", "new")
    return [(name, key, bool(old), bool(new)) for name, key, old, new in rows]


def test_list_goes_out_and_comes_in_unchanged(admin, world, cast):
    row = make_recognition(
        world.communes[0], cast.staff, level="kieu_mau", domains=["san_xuat", "du_lich"], number="=1"
    )
    make_recognition(world.other_commune, cast.outsider)
    url = reverse("admin:criteria_recognition_export")
    content = admin.post(url, {"format": "0", "resource": "0"}).content
    head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    (found,) = [dict(zip(head, one, strict=True)) for one in rows]
    assert {name: found[name] for name in ("Mã xã", "Tên xã", "Số quyết định", "Lĩnh vực nổi trội")} == {
        "Mã xã": "90101",
        "Tên xã": "Ẳng Cang",
        "Số quyết định": "=1",
        "Lĩnh vực nổi trội": "sản xuất; du lịch",
    }
    file = SimpleUploadedFile("danh-sach.xlsx", content)
    preview = admin.post(
        reverse("admin:criteria_recognition_import"), {"import_file": file, "format": "0", "resource": ""}
    )
    assert [one.import_type for one in preview.context["result"].rows] == ["skip"]
    row.refresh_from_db()
    assert (row.version, told()) == (1, [])


def test_new_and_changed_lines_are_one_act_of_the_history(admin, world, cast):
    row = make_recognition(world.communes[0], cast.staff)
    before = Changeset.objects.count()
    answer = bring(
        admin,
        line(year=2020),
        line("90102", fields=None),
        line("90201", "nông thôn mới kiểu mẫu", fields="du lịch; sản xuất"),
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.year, row.version) == (2020, 2)
    assert Recognition.objects.get(commune__code="90201").domains == ["san_xuat", "du_lich"]
    assert told() == [
        ("Ẳng Cang", "ntm/2021", True, False),
        ("Ẳng Cang", "ntm/2020", False, True),
        ("Nà Tấu", "ntm/2021", False, True),
        ("Đứa Mòn", "kieu_mau/2021", False, True),
    ]
    act = Changeset.objects.order_by("pk").last()
    assert (Changeset.objects.count(), act.channel, act.reason, act.user) == (
        before + 1, "upload", "Nhập danh sách công nhận", cast.admin,
    )  # fmt: skip
    assert {row.changeset for row in Recognition.objects.all()} == {act}


def test_code_is_that_of_the_day_of_the_decision(admin, world):
    old = world.communes[0]
    type(old).objects.filter(pk=old.pk).update(valid_to=date(2025, 6, 30))
    new = make_free_commune(world, "90101", valid_from=date(2025, 7, 1))
    bring(
        admin, line(), line(day=date(2025, 12, 20), year=2025), line("90102", day=date(2012, 5, 6), year=2012)
    )
    rows = Recognition.objects.order_by("-decided_on")
    assert [one.commune for one in rows] == [new, old, world.communes[1]]


@pytest.mark.parametrize(
    "bad",
    [
        line(day=date(2100, 1, 1)),
        line(day=date(2008, 1, 1)),
        line(day=None),
        line("91101"),  # another province's
        line("00000"),
        line(level="khác"),
        line(level="nông thôn mới kiểu mẫu"),
        line(fields="du lịch"),
        line(fields="thể thao"),
        line(year=None),
        line(number=None),
        line(state="đã thu hồi"),
        [*line(state="đã thu hồi"), "", "7/QĐ", date(2021, 1, 1)],
    ],
)
def test_bad_line_stores_nothing(admin, world, bad):
    answer = bring(admin, line("90102"), bad)
    assert answer.status_code == 200
    assert (Recognition.objects.count(), FigureChange.objects.count()) == (0, 0)
    assert Changeset.objects.count() == 0


def test_revocation_comes_in_with_its_decision(admin, world, cast):
    row = make_recognition(world.communes[0], cast.staff)
    bring(admin, [*line(state="đã thu hồi"), "", "7/QĐ", date(2022, 5, 6)])
    row.refresh_from_db()
    assert (row.state, row.ended_number, row.ended_on) == ("revoked", "7/QĐ", date(2022, 5, 6))


def test_single_rows_are_written_in_the_register(admin, world, cast):
    row = make_recognition(world.communes[0], cast.staff)
    assert admin.get(reverse("admin:criteria_recognition_changelist"), {"q": "ang cang"}).status_code == 200
    assert admin.get(reverse("admin:criteria_recognition_add")).status_code == 403
    assert admin.post(reverse("admin:criteria_recognition_delete", args=[row.pk])).status_code == 403
