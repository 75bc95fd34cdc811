"""Units out into files and in again, through the pages of the admin."""

import io
import re
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from communes.models import Alias, Commune, District, Province

COMMUNE = ["Mã", "Có từ ngày", "Đến hết ngày", "Loại", "Tên", "Mã tỉnh", "Thứ tự", "Ghi chú"]
DAY = date(2020, 1, 1)
XLSX, CSV = "0", "1"


@pytest.fixture
def admin(cast, client):
    """A browser of the administrator of province A."""
    client.force_login(cast.admin)
    return client


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, data: bytes, model: str = "commune", kind: str = XLSX):
    """The preview page."""
    file = SimpleUploadedFile("danh-sach", data)
    url = reverse(f"admin:communes_{model}_import")
    return client.post(url, {"import_file": file, "format": kind, "resource": ""})


def confirm(client, preview, model: str = "commune"):
    data = preview.context["confirm_form"].initial
    return client.post(reverse(f"admin:communes_{model}_process_import"), data)


def complaints(preview) -> list[str]:
    """All that the page says is wrong, in order."""
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', preview.content.decode(), re.DOTALL)
    return [line for found in lists for line in re.findall(r"<li>(.*?)</li>", found, re.DOTALL)]


def export(client, model: str = "commune", kind: str = XLSX, **query) -> bytes:
    url = reverse(f"admin:communes_{model}_export", query=query)
    return client.post(url, {"format": kind, "resource": "0"}).content


def test_workbook_keeps_leading_zeros_and_formula_text(admin, world):
    rows = [
        COMMUNE,
        ["01234", DAY, None, "xã", "=Thử+1", "91", 9, "@ghi chú"],
        ["90101", DAY, None, "xã", "Ẳng Nưa", "91", 1, None],
    ]
    preview = upload(admin, workbook(*rows))
    assert [row.import_type for row in preview.context["result"].rows] == ["new", "update"]
    assert confirm(admin, preview).status_code == 302
    made, changed = Commune.objects.get(code="01234"), Commune.objects.get(code="90101")
    assert (made.name, made.note, made.search_name, made.edited_by_hand) == (
        "=Thử+1",
        "@ghi chú",
        "=thu+1",
        True,
    )
    assert (changed.name, changed.search_name, changed.edited_by_hand) == ("Ẳng Nưa", "ang nua", True)


def test_nothing_is_stored_before_it_is_confirmed(admin, world):
    upload(admin, workbook(COMMUNE, ["90101", DAY, None, "xã", "Ẳng Nưa", "91", 1, None]))
    assert Commune.objects.filter(name="Ẳng Nưa").exists() is False


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_own_export_comes_back_unchanged(admin, world, kind):
    Commune.objects.filter(pk=world.communes[0].pk).update(note="=1+1")
    result = upload(admin, export(admin, kind=kind), kind=kind).context["result"]
    assert [row.import_type for row in result.rows] == ["skip"] * 4


def test_export_of_formula_text(admin, world):
    Commune.objects.filter(pk=world.communes[0].pk).update(note="=1+1")
    cell = load_workbook(io.BytesIO(export(admin))).active["H2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    line = export(admin, kind=CSV).decode("utf-8-sig").splitlines()[1]
    assert line == "90101,01/01/2020,,xã,Ẳng Cang,91,1,'=1+1"


def test_export_holds_the_filtered_rows_of_the_own_province(admin):
    rows = load_workbook(io.BytesIO(export(admin, q="net"))).active.values
    assert [row[0] for row in rows] == ["Mã"]
    rows = load_workbook(io.BytesIO(export(admin, q="nam et"))).active.values
    assert [row[4] for row in rows] == ["Tên", "Nặm Ét"]


def test_every_problem_is_said_at_once_in_vietnamese(admin, world):
    rows = [
        COMMUNE,
        [3154, DAY, None, "xã", "a", "91", 1, None],
        ["90001", "32/1/2020", None, "xã", "b", "91", 1, None],
        ["90002", DAY, date(2019, 1, 1), "làng", "c", "91", 1, None],
        ["90003", DAY, None, "xã", "d", "92", 1, None],
        ["90004", DAY, None, "xã", None, "91", "hai", None],
        ["90004", DAY, None, "xã", "e", "91", 2, None],
    ]
    assert complaints(upload(admin, workbook(*rows))) == [
        "Dòng 2: 3154 là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0.",
        "Dòng 3: “32/1/2020” không phải là ngày. Viết theo mẫu 31/12/2025.",
        "Dòng 4, Loại: “làng” không dùng được. Chọn một trong: xã, phường, thị trấn.",
        "Dòng 4: Ngày kết thúc không được trước ngày bắt đầu.",
        "Dòng 5, Mã tỉnh: Không có tỉnh “92” trong phạm vi của bạn.",
        "Dòng 6, Thứ tự: “hai” không phải là số nguyên.",
        "Dòng 6, Tên: Trường này không được để trắng.",
        "Dòng 7: Trùng với dòng 6.",
    ]


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (["Mã", "Tên"], "Thiếu cột: Có từ ngày."),
        (["Mã", "Có từ ngày", "Tên", "Tên"], "Cột có hai lần: Tên."),
        (["Mã", "Có từ ngày", "Ten"], "Không có cột tên: Ten."),
    ],
)
def test_wrong_columns_are_named(admin, world, headings, said):
    first = complaints(upload(admin, workbook(headings, ["90101", DAY, "x", "y"])))[0]
    assert first == f"{said} Các cột của danh sách: {', '.join(COMMUNE)}."


def test_unit_of_another_province_is_not_touched(admin, world):
    """Neither found nor taken over by writing it down as one's own."""
    row = ["91101", DAY, None, "xã", "Của ta", "91", 1, None]
    assert complaints(upload(admin, workbook(COMMUNE, row))) == [
        "Dòng 2: Xã, phường, thị trấn với thông tin Mã và Có từ ngày đã tồn tại"
    ]
    world.other_commune.refresh_from_db()
    assert world.other_commune.name == "Chiềng Ơn"


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"abc", XLSX, "Đây không phải tệp Excel .xlsx."),
        (b"\xff\xfea", CSV, "Tệp CSV phải ở bảng mã UTF-8."),
        (b"x" * (5 * 1024 * 1024 + 1), CSV, "Tệp quá lớn (trên 5 MB)."),
    ],
)
def test_broken_file_gets_one_sentence(admin, data, kind, said):
    answer = upload(admin, data, kind=kind)
    assert (answer.status_code, complaints(answer)[0][: len(said)]) == (200, said)


def test_confirming_twice_is_no_error(admin, world):
    preview = upload(admin, workbook(COMMUNE, ["90101", DAY, None, "xã", "Ẳng Nưa", "91", 1, None]))
    answers = [confirm(admin, preview) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert complaints(answers[1]) == ["Tệp này đã được nhập hoặc đã hết hạn. Hãy tải lên lại."]
    assert default_storage.listdir("django-import-export")[1] == []


def test_who_does_not_administer_cannot_import_or_export(client, cast):
    cast.officer.is_staff = True
    cast.officer.save()
    client.force_login(cast.officer)
    urls = [reverse(f"admin:communes_commune_{name}") for name in ("import", "process_import", "export")]
    assert [client.post(url).status_code for url in urls] == [403] * 3


def test_districts(admin, world):
    headings = ["Mã", "Có từ ngày", "Đến hết ngày", "Loại", "Tên", "Mã tỉnh", "Thứ tự"]
    rows = workbook(headings, ["901", DAY, date(2025, 6, 30), "thị xã", "Mường Đông", "91", 1])
    assert confirm(admin, upload(admin, rows, "district"), "district").status_code == 302
    district = District.objects.get(code="901")
    assert (district.type, district.valid_to, district.edited_by_hand) == ("thi_xa", date(2025, 6, 30), True)


def test_provinces_are_brought_by_superusers_only(admin, cast):
    rows = workbook(["Mã", "Loại", "Tên", "Vùng", "Thứ tự"], ["01", "thành phố", "Hà Nội", "DBSH", 0])
    assert upload(admin, rows, "province").status_code == 403
    cast.admin.is_superuser = True
    cast.admin.save()
    assert confirm(admin, upload(admin, rows, "province"), "province").status_code == 302
    made = Province.objects.get(code="01")
    assert (made.full_name, made.search_name, made.edited_by_hand) == ("thành phố Hà Nội", "ha noi", True)


def test_aliases_name_their_unit_by_code_and_day(admin, world):
    headings = ["Mã xã", "Mã huyện", "Đơn vị có từ ngày", "Cách viết", "Nguồn"]
    rows = [
        ["90101", None, DAY, "Áng Cang", "viết sai đã gặp"],
        [None, "901", DAY, "Mường Dông", "do văn phòng thêm"],
    ]
    confirm(admin, upload(admin, workbook(headings, *rows), "alias"), "alias")
    assert [(alias.name, alias.unit, alias.kind) for alias in Alias.objects.all()] == [
        ("Mường Dông", world.north, "office"),
        ("Áng Cang", world.communes[0], "damaged"),
    ]
    again = upload(admin, export(admin, "alias"), "alias").context["result"]
    assert [row.import_type for row in again.rows] == ["skip", "skip"]


def test_alias_of_an_unknown_unit_is_refused(admin, world):
    headings = ["Mã xã", "Mã huyện", "Đơn vị có từ ngày", "Cách viết", "Nguồn"]
    preview = upload(admin, workbook(headings, ["90101", None, date(2025, 7, 1), "x", "tên cũ"]), "alias")
    assert complaints(preview) == [
        "Dòng 2: Không có xã, phường, thị trấn “90101, 01/07/2025” trong phạm vi của bạn."
    ]
