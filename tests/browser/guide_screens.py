"""The screens the guide describes: who sees each, what is pressed first, and which part is pictured.

Words in bold in the guide are words of the screen. Screens name sections of the guide, and each bold word of
a section must stand on one of its screens or in the navigation; so a renamed button fails the guide's test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.plans.dien_bien import printed_workbook, readable_rows, to_bytes

from .people import bring, press

MATRIX = "dien-bien-2022-1986", "criteria-matrix"
SHEET = "/nhap-lieu/14/den-31-3-2023/district/"
PROVINCE_SHEET = "/nhap-lieu/14/den-31-3-2023/province/"
EVIDENCE = "/minh-chung/14/den-31-3-2023/"
RESULTS = "/ket-qua/14/den-31-3-2023/"
PLAN = "/ke-hoach/son-la-2023-176/"


def nothing(page) -> None:
    """The page as it opens."""


@dataclass(frozen=True, slots=True)
class Screen:
    """``says``: the sections by anchor, with blanks between them. ``part``: CSS of what is pictured, as far
    as it is inside the window. Without a ``path`` the act goes there itself."""

    says: str
    user: str
    path: str = ""
    act: Callable[[Any], None] = nothing
    shot: str = ""
    part: str = "main"
    phone: bool = False


def tua_chua(**mistakes: str) -> bytes:
    """The district's printed rows as a workbook; ``mistakes`` are other texts for names or marks."""
    rows = [dict(row) for row in readable_rows() if row["roman"] == "III"]
    by_name = {row["name"]: row for row in rows}
    for place, text in mistakes.items():
        name, _, key = place.partition("/")
        by_name[name][key or "name"] = text
    return to_bytes(printed_workbook(rows))


def open_cell(page) -> None:
    """The panel of a cell that has a reading."""
    page.locator("#grid td.has input").nth(4).click()
    page.wait_for_selector("#panel .cell")


def open_files(page) -> None:
    page.locator("details.files > summary").click()


def open_person(page) -> None:
    page.locator(".bar [data-menu] > summary").click()


def preview(page) -> None:
    wrong = tua_chua(**{"Mường Đun": "Ẳng Cang", "Tả Phìn/4": "?", "Xá Nhè": "Xá Nhèe"})
    bring(page, *MATRIX, wrong, "Biểu 02 Tủa Chùa.xlsx")


def store(page) -> None:
    preview(page)
    press(page, "Lưu 8 xã")
    page.wait_for_selector("h1:has-text('Đã lưu')")


def ask_to_send(page) -> None:
    page.get_by_role("button", name="Gửi", exact=True).click()
    page.wait_for_selector("h1:has-text('Gửi số liệu')")


def fill_period(page) -> None:
    page.select_option("[name=loai]", label="6 tháng")
    press(page, "Điền sẵn tên và ngày")


def send_one(page) -> None:
    """One district is sent, so that it can be returned or locked."""
    page.check("[aria-label='Chọn Huyện Thuận Châu']")
    ask_to_send(page)
    press(page, "Gửi 1 đơn vị")
    page.wait_for_selector(".messages li")


def ask_to_lock(page) -> None:
    page.check("[aria-label='Chọn Huyện Thuận Châu']")
    page.get_by_role("button", name="Chốt", exact=True).click()
    page.wait_for_selector("h1:has-text('Chốt số liệu')")


def make_next_plan(page) -> None:
    press(page, "Lập kế hoạch")
    page.wait_for_selector("a:has-text('Ban hành')")


def write_next_plan(page) -> None:
    page.locator("tr", has_text="dự thảo").get_by_role("link").first.click()
    page.get_by_role("link", name="Soạn văn bản").click()


def open_task(page) -> None:
    page.locator("main table a").first.click()


def differ(page) -> None:
    """An officer says met where the figure is below what it must reach."""
    cell = page.locator('[aria-labelledby="r-03682 k-i10"]')
    cell.click()
    page.keyboard.type("41,9 Đ")
    page.keyboard.press("Enter")
    page.wait_for_selector("#grid td[data-save=saved]")
    cell.click()
    page.wait_for_selector("#panel [data-part=reason]")


def fill_decision(page) -> None:
    """An invented decision; the help text of the form has its number."""
    page.select_option("[name=level]", label="Xã đạt chuẩn nông thôn mới")
    fields = {"number": "123/QĐ-UBND", "decided_on": "15/01/2024", "year": "2023"}
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)
    page.fill("[name=names]", "Chiềng Pha\nNgọc Chiến")


def store_decision(page) -> None:
    fill_decision(page)
    press(page, "Lưu quyết định")
    if page.locator("[name=seen]").count():
        page.check("[name=seen]")
        press(page, "Lưu quyết định")
    page.locator("tr", has_text="123/QĐ-UBND").get_by_role("link").first.click()
    page.wait_for_selector("a:has-text('Thu hồi, thay thế')")


OFFICER = (
    Screen("dang-nhap", "", "/dang-nhap/"),
    Screen("dang-nhap", "dienbien.tuachua", "/", open_person),
    Screen("trang-tong-quan tai-bieu-cua-ke-hoach-len", "dienbien.tuachua", "/", shot="huyen-tong-quan"),
    Screen("nhap-ket-qua-vao-luoi cong-chuc-xa", "dienbien.xasinhphinh", "/nhap-lieu/"),
    Screen(
        "nhap-ket-qua-vao-luoi chi-tiet-cua-mot-o lay-so-tu-buoc-khac nhap-bang-tep-excel gui-so-lieu"
        " de-xuat-va-ket-luan minh-chung",
        "sonla.quynhnhai",
        f"{SHEET}luoi/?bang=17",
        open_cell,
        shot="luoi-nhap",
    ),
    Screen("lay-so-tu-buoc-khac nhap-bang-tep-excel gui-so-lieu", "sonla.quynhnhai", SHEET, open_files),
    Screen("gui-so-lieu", "sonla.quynhnhai", SHEET, ask_to_send, shot="gui-so-lieu", part="form.panel"),
    Screen("nhap-bang-tep-excel", "sonla.quynhnhai", f"{SHEET}bieu/commune-results-criteria/tai-len/"),
    Screen(
        "tai-bieu-cua-ke-hoach-len",
        "dienbien.tuachua",
        "/ke-hoach/dien-bien-2022-1986/bieu/criteria-matrix/tai-len/",
        shot="tai-len",
        part="form.panel",
    ),
    Screen("de-xuat-va-ket-luan minh-chung", "sonla.quynhnhai", SHEET),
    Screen("de-xuat-va-ket-luan", "sonla.quynhnhai", f"{SHEET}de-xuat/?huyen=118", shot="de-xuat"),
    Screen("de-xuat-va-ket-luan", "sonla.quynhnhai", f"{SHEET}luoi/?bang=10", differ, shot="chi-tiet-o"),
    Screen("minh-chung", "sonla.quynhnhai", f"{EVIDENCE}xa/03706/"),
    Screen(
        "minh-chung",
        "sonla.quynhnhai",
        f"{EVIDENCE}xa/03706/them/?o=i2.1&o=i2.2",
        shot="minh-chung",
        part="body",
        phone=True,
    ),
    Screen("xem-truoc-luu-hoan-tac", "dienbien.tuachua", "", preview, shot="xem-truoc"),
    Screen("xem-truoc-luu-hoan-tac", "dienbien.tuachua", "", store),
    Screen("so-nganh", "dienbien.sogtvt", "/nhap-lieu/"),
    Screen("so-nganh", "dienbien.sogtvt", "/nhap-lieu/11/6-thang-2022/department/"),
)
OFFICE = (
    Screen("trang-tong-quan-cua-tinh", "dienbien.vanphong", "/", shot="tinh-tong-quan"),
    Screen("ky-danh-gia gui-tra-lai-chot", "sonla.vanphong", "/nhap-lieu/"),
    Screen("ky-danh-gia", "dienbien.vanphong", "/ky/them/", fill_period, shot="them-ky"),
    Screen(
        "gui-tra-lai-chot nhap-so-o-buoc-tinh",
        "sonla.vanphong",
        PROVINCE_SHEET,
        send_one,
        shot="bang-cua-buoc",
    ),
    Screen("gui-tra-lai-chot", "sonla.vanphong", PROVINCE_SHEET, ask_to_lock),
    Screen("tong-hop-ket-qua", "sonla.vanphong", RESULTS),
    Screen("lap-ke-hoach-nam-sau", "sonla.vanphong", "/ke-hoach/"),
    Screen(
        "lap-ke-hoach-nam-sau nhan-bieu-va-doi-chieu ban-hanh-va-in", "sonla.vanphong", PLAN, shot="ke-hoach"
    ),
    Screen("lap-ke-hoach-nam-sau", "sonla.vanphong", f"{PLAN}nam-moi/"),
    Screen("lap-ke-hoach-nam-sau ban-hanh-va-in", "sonla.vanphong", f"{PLAN}nam-moi/", make_next_plan),
    Screen("lap-ke-hoach-nam-sau", "sonla.vanphong", "/ke-hoach/", write_next_plan),
    Screen("in-mot-bieu", "sonla.vanphong", f"{PLAN}bieu/commune-gaps-ntm/"),
    Screen("in-mot-bieu", "sonla.vanphong", f"{PLAN}bieu/commune-gaps-ntm/in/"),
    Screen("nhiem-vu-den-han", "sonla.vanphong", "/nhiem-vu/", open_task),
    Screen("xac-nhan-muc-dat", "sonla.vanphong", "/muc-dat/14/xa-ntm-2021-2025/", shot="muc-dat"),
    Screen("de-xuat-va-ket-luan", "sonla.vanphong", "/nhap-lieu/"),
    Screen("de-xuat-va-ket-luan minh-chung", "sonla.vanphong", SHEET),
    Screen("de-xuat-va-ket-luan", "sonla.vanphong", f"{SHEET}de-xuat/?huyen=118"),
    Screen("minh-chung", "sonla.vanphong", EVIDENCE),
    Screen("xa-gan-dat", "sonla.vanphong", RESULTS),
    Screen("xa-gan-dat", "sonla.vanphong", f"{RESULTS}gan-dat/?thieu=het"),
    Screen("cong-nhan", "sonla.vanphong", "/cong-nhan/"),
    Screen("cong-nhan", "sonla.vanphong", "/cong-nhan/them/", fill_decision, shot="cong-nhan"),
    Screen("cong-nhan", "sonla.vanphong", "/cong-nhan/them/", store_decision),
    Screen("nguoi-dung", "sonla.vanphong", "/nguoi-dung/"),
    Screen("lich-su", "sonla.vanphong", "/lich-su/"),
)
LEADER = (
    Screen("tong-hop-theo-huyen-theo-xa tai-bieu-de-ky", "sonla.lanhdao", "/", shot="lanh-dao-tong-quan"),
    Screen("trang-dau", "sonla.lanhdao", "/", shot="lanh-dao-dien-thoai", part="body", phone=True),
    Screen("tong-hop-theo-huyen-theo-xa trang-cua-mot-xa", "sonla.lanhdao", RESULTS, shot="tong-hop"),
    Screen("trang-cua-mot-xa", "sonla.lanhdao", f"{RESULTS}xa/03730/", shot="trang-xa"),
    Screen("xa-gan-dat", "sonla.lanhdao", RESULTS),
    Screen("xa-gan-dat", "sonla.lanhdao", f"{RESULTS}gan-dat/?thieu=het", shot="xa-gan-dat"),
    Screen("tai-bieu-de-ky nhiem-vu-va-viec-con-lai", "sonla.lanhdao", PLAN),
    Screen("tai-bieu-de-ky", "sonla.lanhdao", f"{PLAN}bieu/commune-gaps-ntm/in/", shot="in-bieu"),
)
SCREENS = {"can-bo-huyen": OFFICER, "can-bo-van-phong": OFFICE, "lanh-dao": LEADER}
