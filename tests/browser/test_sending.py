"""From the first page to locked figures: an officer sends, the office returns with a reason, then locks."""

import pytest
from django.urls import reverse

from criteria.models import Submission
from tests.factories import make_cast, make_world

from .grid import GridPage, open_period

SHEET = ["91", "6-thang-2022", "district"]


@pytest.fixture
def cast(transactional_db):
    world = make_world()
    open_period(world)
    return make_cast(world)


def press(page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def said(page) -> list[str]:
    return page.locator(".messages li").all_inner_texts()


def state() -> str:
    return Submission.objects.get().state


def test_sent_returned_sent_again_and_locked(cast, page, login):
    login(cast.officer)
    page.goto(reverse("reports:home"))
    page.click("tr:has-text('Huyện thẩm tra') a.button")
    grid = GridPage(page)
    grid.type("90101", "c1", "1", end="Tab")
    grid.wait("90101", "c1", "saved")
    page.goto(reverse("criteria:sheet", args=SHEET))
    press(page, "Gửi")
    assert "1 xã chưa có số liệu (Xã Nà Tấu)" in page.inner_text("main")
    press(page, "Gửi 1 đơn vị")
    assert (said(page), state()) == (["Đã gửi: Huyện Mường Đông."], "sent")

    login(cast.staff)
    page.goto(reverse("reports:home"))
    page.click("text=Duyệt 1 đơn vị đã gửi")
    page.check("[aria-label='Chọn Huyện Mường Đông']")
    press(page, "Trả lại")
    assert (page.is_checked("[aria-label='Chọn Huyện Mường Đông']"), state()) == (True, "sent")
    page.fill("[name=reason]", "Thiếu xã Nà Tấu")
    press(page, "Trả lại")
    assert (said(page), state()) == (["Đã trả lại: Huyện Mường Đông."], "returned")

    login(cast.officer)
    page.goto(reverse("criteria:entry"))
    assert "Thiếu xã Nà Tấu" in page.inner_text("main")
    page.goto(reverse("criteria:sheet", args=SHEET))
    press(page, "Gửi")
    press(page, "Gửi 1 đơn vị")

    login(cast.staff)
    page.goto(reverse("criteria:sheet", args=SHEET))
    page.check("[aria-label='Chọn Huyện Mường Đông']")
    press(page, "Chốt")
    press(page, "Chốt 1 đơn vị")
    assert (said(page), state()) == (["Đã chốt: Huyện Mường Đông."], "locked")
