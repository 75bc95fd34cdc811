"""One decision for five communes in one save, one of them asked about; then one is revoked."""

import pytest
from django.urls import reverse

from criteria.models import Recognition
from tests.factories import make_cast, make_commune, make_world


@pytest.fixture
def world(transactional_db):
    world = make_world()
    make_commune(world.south, "90203", "Nà Tấu", order=5)
    return world


def press(page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def said(page) -> list[str]:
    return page.locator(".messages li").all_inner_texts()


def rows(page) -> list[list[str]]:
    lines = page.locator("table.list tbody tr").all()
    return [[cell.strip() for cell in line.locator("td").all_inner_texts()] for line in lines]


def test_decision_for_five_communes_and_one_revoked(world, page, login):
    login(make_cast(world).staff)
    page.goto(reverse("reports:home"))
    page.click("nav.side >> text=Công nhận")
    page.click("main >> text=Ghi quyết định >> nth=0")
    page.select_option("[name=level]", "ntm")
    for name, text in {"number": "1234/QĐ-UBND", "decided_on": "20/12/2021", "year": "2021"}.items():
        page.fill(f"[name={name}]", text)
    page.fill("[name=names]", "xã Ẳng Cang, nam et\nNà Tấu, huyện Mường Đông\nNà Tấu")
    page.click("summary:has-text('Huyện Tủa Xanh')")
    page.check("label:has-text('Đứa Mòn') input")
    press(page, "Lưu quyết định")
    assert "Có tên chưa rõ là xã nào" in page.inner_text("main")
    assert (Recognition.objects.count(), page.is_checked("label:has-text('Đứa Mòn') input")) == (0, True)
    page.get_by_label("Dòng 3: “Nà Tấu” là xã nào?").select_option("Xã Nà Tấu, huyện Tủa Xanh")
    press(page, "Lưu quyết định")
    names = "xã Đứa Mòn, xã Ẳng Cang, xã Nặm Ét, xã Nà Tấu, xã Nà Tấu"
    assert said(page) == [f"Đã ghi quyết định 1234/QĐ-UBND: đạt chuẩn nông thôn mới, 5 xã ({names})."]
    assert len(rows(page)) == 5
    assert page.locator(".tiles b").all_inner_texts() == ["5", "0", "0"]

    page.click("table a:has-text('Xã Nặm Ét')")
    page.click("main >> text=Thu hồi, thay thế")
    page.fill("[name=number]", "77/QĐ-UBND")
    page.fill("[name=on]", "03/05/2023")
    page.fill("[name=reason]", "Không còn giữ chuẩn")
    press(page, "Lưu")
    assert said(page) == ["Đã lưu công nhận của xã Nặm Ét."]
    assert "đã thu hồi số 77/QĐ-UBND ngày 03/05/2023" in " ".join(page.inner_text("main").split())
    assert "đã thu hồi theo số 77/QĐ-UBND ngày 03/05/2023: Không còn giữ chuẩn" in rows(page)[0][4]
    page.click(".crumbs >> text=Sổ công nhận")
    assert page.locator(".tiles b").all_inner_texts() == ["4", "0", "0"]
