"""Proposals in the entry grid as one types: income of 2023, parts, what differs, what waits for the line."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from criteria.models import Result, Threshold
from tests.factories import FIRST_DAY, make_cast, make_indicators, make_world

from .grid import GridPage, open_period

AREA = "(năm 2023, Trung du miền núi phía Bắc)"
REACHED = f"42 ≥ 42 triệu đồng {AREA}"
BELOW = f"41,9 < 42 triệu đồng {AREA}"


@pytest.fixture
def north(transactional_db):
    """Two communes; criterion 10 with income and its level of 2023, criterion 17 with one in two parts."""
    world = make_world()
    world.province.region = "TDMNPB"
    world.province.save()
    (income,) = make_indicators(world.criteria[9], [("10", "amount")])
    income.unit = "triệu đồng"
    income.save()
    water, waste = make_indicators(world.criteria[16], [("17.1", "percentage"), ("17.2", "percentage")])
    water.parts = [{"key": "a", "name": "từ hệ thống cấp nước tập trung", "kind": "percentage", "unit": "%"}]
    water.save()
    given = {"comparison": ">=", "valid_from": FIRST_DAY, "provenance": "verified"}
    area = {"scope": "TDMNPB", "year": 2023, "value": Decimal(42), "value_text": "42"}
    parts = [{"part": "a", "comparison": ">=", "threshold": "30"}]
    level = {"scope": "chung", "value": Decimal(90), "value_text": "90"}
    Threshold.objects.create(indicator=income, **area, **given)
    Threshold.objects.create(indicator=water, parts=parts, **level, **given)
    Threshold.objects.create(indicator=waste, **level, **given | {"provenance": "unverified"})
    end = localdate().replace(year=2023, month=6, day=14)
    open_period(world, last_day=end, first_day=end - timedelta(days=90))
    return make_cast(world)


@pytest.fixture
def grid(north, page, login) -> GridPage:
    login(north.officer)
    return GridPage(page)


def sign(grid, commune, key):
    return grid.cell(commune, key).get_attribute("data-p") or ""


def wait_said(grid, text):
    grid.page.wait_for_selector(f"#grid-said:has-text('{text}')", timeout=10_000)


def shown(grid, commune, key):
    """Opens the panel of the cell and waits for it."""
    grid.cell(commune, key).click()
    grid.page.wait_for_selector(f".cell[data-commune='{commune}'][data-key='{key}']", timeout=10_000)
    grid.page.wait_for_selector(".panel-body:not([inert])")
    return grid.page.locator("#panel")


def test_income_of_2023_as_one_types(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "42")
    wait_said(grid, f"đề xuất đạt, {REACHED}")
    assert grid.cell("90101", "i10").get_attribute("title") == f"Đề xuất đạt: {REACHED}"
    assert (sign(grid, "90101", "i10"), sign(grid, "90101", "c10")) == ("met", "met")
    assert grid.cell("90101", "c10").get_attribute("placeholder") == "đề xuất: đạt"
    grid.type("90102", "i10", "41,9")
    wait_said(grid, f"đề xuất chưa đạt, {BELOW}")
    assert (sign(grid, "90102", "i10"), sign(grid, "90102", "c10")) == ("not_met", "not_met")
    assert grid.page.locator("tfoot [data-count]").all_inner_texts()[1] == "0/0"


def test_an_unconfirmed_level_says_so(grid):
    grid.open(bang="17")
    grid.type("90101", "i17.2", "95")
    wait_said(grid, "chưa đề xuất, mức đạt chưa được xác nhận")
    assert (sign(grid, "90101", "i17.2"), sign(grid, "90101", "c17")) == ("open", "")
    assert "≥ 90%" in shown(grid, "90101", "i17.2").inner_text()
    assert "chưa xác nhận" in grid.page.locator("#panel").inner_text()


def test_nothing_is_claimed_before_it_is_stored(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "42")
    grid.wait("90101", "i10", "saved")
    grid.page.context.set_offline(True)
    grid.type("90101", "i10", "41,9", end="ArrowRight")
    grid.wait("90101", "i10", "waiting")
    image = "input => getComputedStyle(input).backgroundImage"
    assert grid.cell("90101", "i10").get_attribute("title") == ""
    assert "svg" not in grid.cell("90101", "i10").evaluate(image)
    grid.page.context.set_offline(False)
    grid.wait("90101", "i10", "saved")
    assert (sign(grid, "90101", "i10"), sign(grid, "90101", "c10")) == ("not_met", "not_met")
    assert grid.cell("90101", "i10").get_attribute("title") == f"Đề xuất chưa đạt: {BELOW}"
    assert "svg" in grid.cell("90101", "i10").evaluate(image)


def test_after_a_refusal_the_verdict_of_what_is_stored_comes_back(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "42")
    grid.wait("90101", "i10", "saved")
    grid.type("90101", "i10", "nhiều", end="ArrowRight")
    grid.wait("90101", "i10", "refused")
    assert grid.cell("90101", "i10").get_attribute("title") == ""
    shown(grid, "90101", "i10").get_by_role("button", name="Bỏ nội dung vừa gõ").click()
    assert grid.text("90101", "i10") == "42"
    assert grid.cell("90101", "i10").get_attribute("title") == f"Đề xuất đạt: {REACHED}"


def test_a_decision_that_differs_is_asked_for_its_reason(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "41,9 Đ")
    wait_said(grid, f"khác đề xuất chưa đạt, {BELOW}; chưa ghi lý do")
    panel = shown(grid, "90101", "i10")
    panel.get_by_label("Lý do khác đề xuất").fill("Theo số của Cục Thống kê")
    grid.cell("90102", "i10").click()
    wait_said(grid, "lý do: Theo số của Cục Thống kê")
    grid.page.reload()
    panel = shown(grid, "90101", "i10")
    assert panel.get_by_label("Lý do khác đề xuất").input_value() == "Theo số của Cục Thống kê"
    assert sign(grid, "90101", "i10") == "differs"
    assert Result.objects.get().basis == "overridden"


def test_the_proposal_is_taken_over(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "41,9")
    grid.wait("90101", "i10", "saved")
    shown(grid, "90101", "i10").get_by_role("button", name="Theo đề xuất").click()
    grid.page.wait_for_selector("td.not_met > [aria-labelledby='r-90101 k-i10']")
    assert (grid.text("90101", "i10"), sign(grid, "90101", "i10")) == ("41,9 CĐ", "")
    grid.page.wait_for_selector("#panel [data-derive]", state="detached")
    assert Result.objects.get().basis == "derived"
    grid.type("90101", "c10", "0")
    grid.wait("90101", "c10", "saved")
    assert grid.cell("90101", "c10").get_attribute("placeholder") == ""


def test_typing_over_a_proposal_taken_over_is_ones_own(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "41,9")
    grid.wait("90101", "i10", "saved")
    button = shown(grid, "90101", "c10").get_by_role("button", name="Theo đề xuất")
    grid.page.context.set_offline(True)
    button.click()
    grid.wait("90101", "c10", "waiting")
    grid.keys.type("1")
    grid.keys.press("Enter")
    grid.page.context.set_offline(False)
    grid.page.wait_for_selector("td.met > [aria-labelledby='r-90101 k-c10']")
    assert Result.objects.get(key="c10").basis == "asserted"


def test_parts_by_themselves(grid):
    grid.open(bang="17")
    panel = shown(grid, "90101", "i17.1")
    assert "“95; a) 40”" in panel.inner_text()
    panel.get_by_label("Số chung").fill("95")
    panel.get_by_label("a) từ hệ thống").fill("25")
    grid.cell("90102", "i17.1").click()
    wait_said(grid, "a) 25 < 30%")
    assert (grid.text("90101", "i17.1"), sign(grid, "90101", "i17.1")) == ("95; a) 25", "not_met")


def test_numbers_of_the_filters_follow_what_is_typed(grid):
    grid.open(bang="10")
    spots = grid.page.locator("[data-hits]")
    assert spots.all_inner_texts() == ["4", "0"]
    grid.type("90101", "i10", "41,9 CĐ")
    grid.wait("90101", "i10", "saved")
    assert spots.all_inner_texts() == ["3", "1"]
    grid.page.goto(grid.page.url + "&loc=chua-dat")
    grid.page.wait_for_selector("#grid-tools:not([hidden])")
    assert spots.all_inner_texts() == ["3", "1"]
    grid.type("90101", "i10", "42 Đ")
    grid.wait("90101", "i10", "saved")
    assert spots.all_inner_texts() == ["3", "0"]


def test_f6_leads_to_the_reason(grid):
    grid.open(bang="10")
    grid.type("90101", "i10", "41,9 Đ")
    wait_said(grid, "chưa ghi lý do")
    shown(grid, "90101", "i10")
    grid.keys.press("F6")
    grid.page.wait_for_selector("#panel-reason:focus")
    grid.keys.type("Số của Cục Thống kê")
    grid.keys.press("Escape")
    wait_said(grid, "lý do: Số của Cục Thống kê")
    assert grid.place == "90101/i10"


def test_a_refused_cell_left_behind_keeps_no_other_from_being_sent(grid, context):
    """Another view of the sheet, without the refused cell, sends what it knows and leaves that one."""
    grid.open(bang="10")
    grid.type("90101", "i10", "nhiều")
    grid.wait("90101", "i10", "refused")
    context.set_offline(True)
    grid.type("90102", "i10", "42")
    grid.wait("90102", "i10", "waiting")
    grid.page.close()
    context.set_offline(False)
    other = GridPage(context.new_page()).open(bang="10", xa="90102")
    other.page.wait_for_selector("[aria-labelledby='r-90102 k-i10'][data-p='met']", timeout=10_000)
    assert list(Result.objects.values_list("commune__code", "value")) == [("90102", Decimal(42))]
    other.page.wait_for_selector(".unsent:has-text('Còn 1 ô chưa gửi')")
    other.open(bang="10")
    other.wait("90101", "i10", "refused")
    assert (other.text("90101", "i10"), len(other.kept)) == ("nhiều", 1)
