"""What changes with time about communes, as a list of its own: groups and area classes for many at once."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from communes.models import Commune, CommuneStatus

from .test_exchange import complaints, confirm, export, upload, workbook

DAY = date(2020, 1, 1)
HEADINGS = ["Mã xã", "Đơn vị có từ ngày", "Có từ ngày", "Nhóm xã"]
LIST, MODEL = "admin:communes_communestatus_changelist", "communestatus"


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


def states(code):
    columns = ("valid_from", "valid_to", "commune_group", "area_class")
    return list(CommuneStatus.objects.filter(commune__code=code).values_list(*columns))


def test_list_has_the_own_province_and_is_searched_without_tone_marks(admin, world):
    found = [
        [row.commune.name for row in admin.get(reverse(LIST), query).context["cl"].result_list]
        for query in ({}, {"q": "ang cang"}, {"q": "90102"}, {"commune_group": "nhom_1"})
    ]
    assert found == [["Ẳng Cang", "Nà Tấu", "Đứa Mòn", "Nặm Ét"], ["Ẳng Cang"], ["Nà Tấu"], []]
    other = world.other_commune.statuses.get()
    assert admin.get(reverse("admin:communes_communestatus_change", args=[other.pk])).status_code == 404


def test_nobody_else_opens_it(client, cast):
    for user in (cast.staff, cast.officer):
        client.force_login(user)
        assert client.get(reverse(LIST)).status_code == 302


def test_groups_of_many_communes_come_as_a_list(admin, world):
    rows = [[code, DAY, DAY, "nhóm 2"] for code in ("90101", "90102")]
    preview = upload(admin, workbook(HEADINGS, *rows), MODEL)
    assert [row.import_type for row in preview.context["result"].rows] == ["update", "update"]
    assert confirm(admin, preview, MODEL).status_code == 302
    assert states("90101") == states("90102") == [(DAY, None, "nhom_2", "")]
    marks = Commune.objects.order_by("code").values_list("code", "edited_by_hand")
    assert [code for code, edited in marks if edited] == ["90101", "90102"]
    assert CommuneStatus.objects.get(commune__code="90101").district == world.north


def test_a_new_status_needs_the_former_one_to_end(admin, world):
    new = ["90101", DAY, date(2026, 2, 15), "nhóm 1"]
    said = "Dòng 2: Hai tình trạng của xã chồng nhau vào ngày 15/02/2026."
    assert complaints(upload(admin, workbook(HEADINGS, new), MODEL)) == [said]
    ends = [*HEADINGS, "Đến hết ngày"]
    rows = [["90101", DAY, DAY, None, date(2026, 2, 14)], [*new, None]]
    assert confirm(admin, upload(admin, workbook(ends, *rows), MODEL), MODEL).status_code == 302
    assert states("90101") == [(DAY, date(2026, 2, 14), "", ""), (date(2026, 2, 15), None, "nhom_1", "")]


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("Nhóm xã", "nhóm 4", "“nhóm 4” không dùng được. Chọn một trong: nhóm 1, nhóm 2, nhóm 3."),
        ("Khu vực", "IV", "“IV” không dùng được. Chọn một trong: khu vực I, khu vực II, khu vực III."),
        ("An toàn khu", "chưa", "“chưa” không dùng được. Chọn một trong: có, không."),
        ("Thuộc Chương trình NTM", None, "Ghi “có” hoặc “không”."),
    ],
)
def test_what_cannot_be_read_is_said(admin, world, heading, value, said):
    answer = upload(admin, workbook([*HEADINGS[:3], heading], ["90101", DAY, DAY, value]), MODEL)
    assert [told for told in complaints(answer) if said not in told] == []


def test_what_goes_out_comes_in_again(admin, world):
    CommuneStatus.objects.filter(commune__code="90101").update(
        commune_group="nhom_3", area_class="III", is_extremely_difficult=True, is_atk=False
    )
    data = export(admin, MODEL)
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][5:] == [
        *("901", sheet["G2"].value, "có", "khu vực III", "nhóm 3", "có", "không"),
    ]
    preview = upload(admin, data, MODEL)
    assert {row.import_type for row in preview.context["result"].rows} == {"skip"}


@pytest.mark.parametrize(
    ("last", "saved"), [("31/12/2021", True), ("14/02/2026", True), ("15/02/2026", False), ("", False)]
)
def test_one_status_by_itself_may_not_lie_over_another(admin, world, last, saved):
    commune = world.communes[0]
    status = commune.statuses.get()
    CommuneStatus.objects.filter(pk=status.pk).update(valid_to=date(2025, 6, 30))
    CommuneStatus.objects.create(commune=commune, valid_from=date(2026, 2, 15))
    url = reverse("admin:communes_communestatus_change", args=[status.pk])
    data = {
        "valid_to": last,
        "commune_group": "nhom_1",
        "is_extremely_difficult": "unknown",
        "is_atk": "unknown",
    }
    assert (admin.post(url, data).status_code == 302) is saved
    commune.refresh_from_db()
    assert (commune.edited_by_hand, commune.statuses.filter(commune_group="nhom_1").exists()) == (
        saved,
        saved,
    )
