"""The office confirms the whole set of 57 indicators of QĐ 318/QĐ-TTg: one page, one save."""

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Changeset, FigureChange
from criteria.models import Indicator, Threshold
from criteria.services.sets import load_criteria
from tests.factories import make_cast, make_world

from .people import press

SET = "xa-ntm-2021-2025"
MISSING = "2.1\t80\n2.2\t70\n2.3\t60; a) 50\n2.4\t50\n15.3\t≤ 24\n16\t70\n17.1\t95; a) 30\n17.2\t90"
PATH = ["91", SET]


@pytest.fixture
def office(transactional_db, login):
    world = make_world()
    load_criteria(settings.BASE_DIR / "fixtures" / "criteria")
    cast = make_cast(world)
    login(cast.staff)
    return world


def said(page) -> list[str]:
    return page.locator(".messages li").all_inner_texts()


def own():
    return Threshold.objects.exclude(province=None)


def test_whole_set_is_confirmed_with_one_save(office, page):
    page.goto(reverse("criteria:level_sets"))
    page.click(f"a[href*='{SET}']")
    assert "4/57 chỉ tiêu đã xác nhận, 8 chưa có mức" in page.inner_text("main")
    page.click("text=Dán cột từ Excel")
    page.fill("[name=cot]", MISSING)
    press(page, "Điền vào bảng")
    assert said(page) == ["Đã điền 8 dòng từ cột dán vào, chưa lưu."]
    press(page, "Đánh dấu tất cả")
    page.fill("[name=can_cu]", "Công văn 12/VPĐP")
    assert own().count() == 0
    press(page, "Lưu")
    assert "57/57 chỉ tiêu đã xác nhận." in page.inner_text("main")
    assert Indicator.objects.filter(criterion__criteria_set__code=SET).count() == 57
    assert (Changeset.objects.count(), own().count()) == (1, FigureChange.objects.count())
    assert set(own().values_list("provenance", "legal_reference")) == {("office", "Công văn 12/VPĐP")}


def test_enter_in_a_field_saves_that_line(office, page):
    page.goto(reverse("criteria:levels", args=PATH))
    page.fill("[name='17.6/TDMNPB:muc']", "75")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages")
    assert (said(page), own().get().value) == (["Đã lưu 1 thay đổi."], 75)
    assert "Mức của Trung ương: ≥ 70%" in page.inner_text("[id='d-17.6/TDMNPB']")


def test_wrong_level_is_said_at_its_field_and_the_rest_kept(office, page):
    page.goto(reverse("criteria:levels", args=PATH))
    page.fill("[name='2.1/TDMNPB:muc']", "tám mươi")
    page.fill("[name='2.2/TDMNPB:muc']", "70")
    press(page, "Lưu")
    assert "“tám mươi” không phải là số" in page.inner_text("[id='d-2.1/TDMNPB'] .errorlist")
    assert (page.input_value("[name='2.2/TDMNPB:muc']"), own().count()) == ("70", 0)
    page.fill("[name='2.1/TDMNPB:muc']", "80")
    press(page, "Lưu")
    assert said(page) == ["Đã lưu 2 thay đổi."]
