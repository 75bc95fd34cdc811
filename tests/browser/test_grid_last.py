"""The last period's figures at hand, and lines of remaining work put in and taken out."""

from datetime import date

import pytest

from criteria.models import RemainingWork
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from tests.factories import make_cast, make_period, make_world

from .grid import GridPage, open_period, stored


@pytest.fixture
def grid(transactional_db, page, login) -> GridPage:
    """A grid whose last period has 1, 0 and CB for the first three criteria of Ẳng Cang."""
    world = make_world()
    cast = make_cast(world)
    before = make_period(world, code="nam-2021", name="năm 2021", last_day=date(2022, 1, 14))
    edits = [
        Edit(world.communes[0].pk, f"c{place}", 0, text=text)
        for place, text in enumerate(("1", "0", "CB"), start=1)
    ]
    save_edits(sheet=open_sheet(before, "district"), user=cast.staff, edits=edits, today=date(2022, 6, 20))
    open_period(world)
    login(cast.officer)
    return GridPage(page).open()


def test_last_figures_are_taken_into_the_chosen_cells(grid):
    grid.cell("90101", "c1").click()
    for _ in range(3):
        grid.keys.press("Shift+ArrowRight")
    grid.keys.press("F9")
    grid.wait("90101", "c3", "saved")
    now = {"90101/c1": "met", "90101/c2": "not_met", "90101/c3": "basically_met"}
    assert stored() == now
    assert grid.said == "Đã lấy số kỳ trước vào 3 ô."
    grid.keys.press("Control+z")
    grid.wait_count("td.has", 0)


def test_last_figures_can_be_shown_beside(grid):
    shown = "getComputedStyle(document.querySelector('td[data-last]'), '::before').content"
    assert grid.page.evaluate(shown) == "none"
    grid.page.get_by_label("Hiện số kỳ trước").check()
    assert "1" in grid.page.evaluate(shown)


def test_lines_of_work_are_added_and_taken_out(grid):
    grid.cell("90101", "c2").click()
    grid.page.wait_for_selector("#panel textarea")
    lines = grid.page.locator("#panel [name=text]")
    lines.first.fill("Cứng hóa đường bản")
    grid.page.get_by_role("button", name="Thêm việc").click()
    lines.nth(1).fill("Xây nhà văn hóa")
    grid.keys.press("Tab")
    grid.wait("90101", "c2", "saved")
    assert list(RemainingWork.objects.values_list("text", flat=True)) == [
        "Cứng hóa đường bản",
        "Xây nhà văn hóa",
    ]
    grid.page.get_by_role("button", name="Bỏ việc này").first.click()
    for _ in range(100):
        if RemainingWork.objects.count() == 1:
            break
        grid.page.wait_for_timeout(50)
    assert list(RemainingWork.objects.values_list("text", flat=True)) == ["Xây nhà văn hóa"]
