"""Proposals in the browser: a district's are taken over, seen in the grid, given back; a reason is given."""

import pytest
from django.urls import reverse

from criteria.models import Result
from tests.criteria.levels import make_level
from tests.factories import make_cast, make_indicators, make_world

from .grid import GridPage, open_period

SHEET = ["91", "6-thang-2022", "district"]


@pytest.fixture
def cast(transactional_db):
    """1.1 must reach 70 %, 2.1 must reach 50 %; both confirmed."""
    world = make_world()
    for criterion, number, level in ((0, "1.1", 70), (1, "2.1", 50)):
        (row,) = make_indicators(world.criteria[criterion], [(number, "percentage")])
        make_level(row, value=level, provenance="verified")
    open_period(world)
    return make_cast(world)


@pytest.fixture
def grid(cast, page, login):
    """The officer has typed figures of two communes."""
    login(cast.officer)
    grid = GridPage(page).open(bang="tat-ca")
    for commune, key, text in (
        ("90101", "i1.1", "95"),
        ("90101", "i2.1", "40 Đ"),
        ("90102", "i1.1", "60"),
        ("90102", "i2.1", "50"),
    ):
        grid.type(commune, key, text, end="Tab")
        grid.wait(commune, key, "saved")
    return grid


def open_page(page, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page.goto(f"{reverse('criteria:proposals', args=SHEET)}?{query}")


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def said(page) -> list[str]:
    return page.locator(".messages li").all_inner_texts()


def derived() -> int:
    return Result.objects.filter(basis="derived").count()


def texts(grid) -> dict[str, list[str]]:
    """Of both communes, what the grid shows of c1, i1.1, c2 and i2.1."""
    found: dict[str, list[str]] = {"90101": [], "90102": []}
    for table in ("1", "2"):
        grid.open(bang=table)
        for commune, row in found.items():
            row += [grid.text(commune, f"c{table}"), grid.text(commune, f"i{table}.1")]
    return found


def test_all_of_a_district_is_taken_over_and_given_back(cast, page, login, grid):
    login(cast.staff)
    open_page(page, huyen="901", xem="chua-ket-luan")
    press(page, "Nhận tất cả 7 đề xuất")
    page.wait_for_selector("dialog[open]")
    page.locator("dialog[open]").get_by_role("button", name="Nhận tất cả", exact=True).click()
    page.wait_for_selector(".messages")
    assert said(page) == ["Đã nhận 7 đề xuất thành kết luận. Xem lại hoặc lấy lại"]
    assert texts(grid) == {"90101": ["1", "95 Đ", "1", "40 Đ"], "90102": ["0", "60 CĐ", "1", "50 Đ"]}
    grid.open(bang="1")
    grid.type("90102", "i1.1", "75 Đ", end="Tab")
    grid.wait("90102", "i1.1", "saved")
    open_page(page, xem="chua-ket-luan")
    page.click("text=Xem lại hoặc lấy lại")
    press(page, "Lấy lại 6 kết luận")
    assert said(page) == [
        "Đã lấy lại 6 kết luận; số liệu giữ nguyên.",
        "1 ô đã được ghi lại từ đó nên giữ nguyên.",
    ]
    assert texts(grid) == {"90101": ["", "95", "", "40 Đ"], "90102": ["", "75 Đ", "", "50"]}


def test_one_line_is_ticked_and_a_reason_given(cast, page, login, grid):
    open_page(page)
    page.fill("[aria-label='Lý do, Ẳng Cang, 2.1']", "Hai thôn mới nhập về, số liệu chưa gộp")
    press(page, "Lưu lý do")
    assert said(page) == ["Đã lưu lý do của 1 kết luận."]
    row = Result.objects.get(key="i2.1", commune__code="90101")
    assert (row.reason, row.basis) == ("Hai thôn mới nhập về, số liệu chưa gộp", "overridden")
    page.click(".tabs >> text=Chưa kết luận")
    page.check("[aria-label='Nhận đề xuất Ẳng Cang, 1.1']")
    press(page, "Nhận các dòng đã chọn")
    assert said(page) == ["Đã nhận 1 đề xuất thành kết luận. Xem lại hoặc lấy lại"]
    assert derived() == 1


def test_a_leader_sees_and_others_see_nothing_of_it(cast, page, login, grid):
    login(cast.district_leader)
    open_page(page, xem="chua-ket-luan")
    assert "7 ô chỉ xem" in page.inner_text("main")
    assert page.locator("main form[method=post]").get_by_role("button").count() == 0
    address = reverse("criteria:proposals_accept", args=SHEET)
    token = page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value")
    answer = page.request.post(address, form={"csrfmiddlewaretoken": token, "nhan": "90101/c1:0:00000000"})
    assert (answer.status, derived()) == (403, 0)
    login(cast.outsider)
    assert page.goto(reverse("criteria:proposals", args=SHEET)).status == 404
