"""The entry grid in a real browser: typing, keys, blocks from Excel, what is said of a bad figure."""

import pytest
from django.urls import reverse

from criteria.models import Result
from tests.factories import make_cast, make_indicators, make_world

from .grid import GridPage, fill_district, open_period, stored


@pytest.fixture
def north(transactional_db):
    """The officer's district of two communes with an open period; gives the people."""
    world = make_world()
    open_period(world)
    return make_cast(world)


@pytest.fixture
def grid(north, page, login) -> GridPage:
    login(north.officer)
    return GridPage(page).open()


def test_leaving_a_cell_stores_it(grid):
    grid.type("90101", "c1", "1", end="Tab")
    grid.wait("90101", "c1", "saved")
    assert (stored(), grid.place) == ({"90101/c1": "met"}, "90101/c2")
    grid.wait_foot("Đã lưu")
    assert grid.page.inner_text("tr[data-commune='90101'] [data-count]") == "1/1"
    assert grid.page.locator("tfoot [data-count]").all_inner_texts() == ["1/1", *["0/0"] * 18, "1/1"]


def test_what_is_typed_before_the_script_comes_is_kept(north, page, login):
    login(north.officer)
    held = []
    page.route("**/grid-sheet*.js", lambda route: held.append(route))
    page.goto(reverse("criteria:grid", args=["91", "6-thang-2022", "district"]), wait_until="commit")
    grid = GridPage(page)
    grid.type("90101", "c1", "1", end="Tab")
    grid.keys.type("C")
    grid.wait_foot("chưa được lưu")
    for route in held:
        route.continue_()
    grid.wait("90101", "c1", "saved")
    grid.keys.type("B")
    grid.keys.press("Enter")
    grid.wait("90101", "c2", "saved")
    grid.wait_foot("Đã lưu")
    assert stored() == {"90101/c1": "met", "90101/c2": "basically_met"}


def test_words_come_back_in_their_one_spelling(grid):
    grid.type("90101", "c1", "chưa đạt")
    grid.wait("90101", "c1", "saved")
    assert (grid.text("90101", "c1"), stored()) == ("0", {"90101/c1": "not_met"})
    assert grid.page.inner_text("tr[data-commune='90101'] [data-count]") == "0/1"


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["Enter"], "90102/c2"),
        (["Enter", "Shift+Enter"], "90101/c2"),
        (["ArrowRight"], "90101/c3"),
        (["ArrowLeft"], "90101/c1"),
        (["ArrowDown", "ArrowDown"], "90102/c2"),
        (["Tab", "Shift+Tab"], "90101/c2"),
        (["End"], "90101/c19"),
        (["Home"], "90101/c1"),
        (["Control+End"], "90102/c19"),
        (["Control+End", "Control+Home"], "90101/c1"),
        (["PageDown"], "90102/c2"),
        (["F2", "ArrowLeft", "ArrowLeft"], "90101/c2"),
    ],
)
def test_keys_lead_to_cells(grid, keys, place):
    grid.cell("90101", "c2").click()
    for key in keys:
        grid.keys.press(key)
    assert grid.place == place


def test_arrow_while_typing_stores_and_moves(grid):
    grid.cell("90101", "c2").click()
    grid.keys.type("1")
    grid.keys.press("ArrowRight")
    grid.wait("90101", "c2", "saved")
    assert (grid.place, stored()) == ("90101/c3", {"90101/c2": "met"})


def test_letters_replace_and_f2_appends(grid):
    grid.type("90101", "c1", "1", end="ArrowLeft")
    grid.wait("90101", "c1", "saved")
    grid.keys.type("0")
    assert grid.text("90101", "c1") == "0"
    grid.keys.press("Escape")
    assert grid.text("90101", "c1") == "1"
    grid.keys.press("F2")
    grid.keys.type("0")
    assert grid.text("90101", "c1") == "10"
    grid.keys.press("Escape")
    assert (grid.text("90101", "c1"), stored()) == ("1", {"90101/c1": "met"})


def test_delete_undo_and_redo(grid):
    grid.type("90101", "c1", "1", end="ArrowUp")
    grid.wait("90101", "c1", "saved")
    steps = [("Delete", ""), ("Control+z", "1"), ("Control+z", ""), ("Control+y", "1")]
    for key, text in steps:
        grid.keys.press(key)
        assert grid.text("90101", "c1") == text
        grid.wait("90101", "c1", "saved")
        assert stored() == {"90101/c1": "met" if text else "no_data"}


def test_typing_has_the_browser_s_own_undo(grid):
    grid.type("90101", "c1", "1")
    grid.wait("90101", "c1", "saved")
    grid.keys.type("K")
    grid.keys.press("Control+z")
    assert (grid.text("90102", "c1"), grid.text("90101", "c1")) == ("", "1")


def test_bad_figure_stays_and_says_why(grid):
    grid.type("90101", "c1", "hai")
    grid.wait("90101", "c1", "refused")
    cell = grid.cell("90101", "c1")
    why = grid.page.inner_text(f"#{cell.get_attribute('aria-describedby')}")
    assert (cell.input_value(), cell.get_attribute("aria-invalid"), stored()) == ("hai", "true", {})
    assert why.startswith("Không hiểu “hai”. Ghi 1 (đạt), 0 (chưa đạt)")
    assert grid.said.startswith("Ẳng Cang, tiêu chí 1: Không hiểu “hai”.")
    grid.wait_foot("1 ô chưa lưu được")
    grid.page.reload()
    grid.wait("90101", "c1", "refused")
    assert grid.text("90101", "c1") == "hai"
    grid.keys.press("F8") if grid.place else grid.page.click("#grid-jump")
    grid.keys.type("0")
    grid.keys.press("Enter")
    grid.wait("90101", "c1", "saved")
    assert (cell.get_attribute("aria-invalid"), stored(), grid.kept) == (None, {"90101/c1": "not_met"}, [])


def test_block_of_a_district_is_pasted_and_undone_as_one(transactional_db, page, login):
    world = make_world()
    fill_district(world)
    open_period(world)
    login(make_cast(world).officer)
    grid = GridPage(page).open()
    marks = [["1" if (row + column) % 3 else "0" for column in range(19)] for row in range(20)]
    text = "".join("\t".join(row) + "\r\n" for row in marks)
    grid.cell("90101", "c1").click()
    grid.paste(text)
    grid.wait_count("td[data-save=saved]", 380)
    states = {"1": "met", "0": "not_met"}
    communes = page.evaluate(
        "[...document.querySelectorAll('tr[data-commune]')].map(tr => tr.dataset.commune)"
    )
    wanted = {
        f"{commune}/c{column + 1}": states[mark]
        for commune, row in zip(communes, marks, strict=True)
        for column, mark in enumerate(row)
    }
    assert (stored(), grid.said) == (wanted, "Đã dán 380 ô.")
    assert page.locator("tfoot [data-count]").last.inner_text() == "253/380"
    assert grid.copy() == text.replace("\r\n", "\n").rstrip("\n")
    grid.keys.press("Control+z")
    grid.wait_count("td.has", 0)
    assert set(stored().values()) == {"no_data"}


def test_paste_says_what_did_not_fit_and_reads_quotes(grid):
    grid.cell("90102", "c18").click()
    grid.paste('"KA"\t"đ\nạt"\t1\n0\t1\t1\n')
    told = "Đã dán 2 ô; khối dán 2 dòng × 3 cột lớn hơn phần bảng còn lại, 4 ô nằm ngoài không dán được."
    assert grid.said == told
    grid.wait("90102", "c18", "saved")
    grid.wait("90102", "c19", "refused")
    assert grid.said.startswith(f"{told} Nà Tấu, tiêu chí 19: ")
    assert (grid.text("90102", "c19"), stored()) == ("đ ạt", {"90102/c18": "not_applicable"})


def test_cells_that_may_not_be_written_are_skipped_and_said(north, page, login):
    login(north.department)
    grid = GridPage(page).open("department")
    grid.cell("90101", "c1").click()
    grid.keys.type("1")
    grid.paste("1\t0\t1")
    assert (grid.text("90101", "c1"), grid.said) == ("", "Đã dán 1 ô; 2 ô không được sửa, giữ nguyên.")
    grid.wait("90101", "c2", "saved")
    assert stored() == {"90101/c2": "not_met"}


def test_block_is_chosen_cleared_and_filled(grid):
    grid.cell("90101", "c1").click()
    grid.keys.press("Shift+ArrowRight")
    grid.keys.press("Shift+ArrowDown")
    grid.keys.type("1")
    grid.keys.press("Control+Enter")
    grid.wait("90102", "c2", "saved")
    assert stored() == dict.fromkeys(["90101/c1", "90101/c2", "90102/c1", "90102/c2"], "met")
    grid.cell("90102", "c2").click(modifiers=["Shift"])
    grid.keys.press("Delete")
    grid.wait_count("td.has", 0)
    assert set(stored().values()) == {"no_data"}


def test_mouse_draws_a_block_and_copies_down(grid):
    grid.type("90101", "c3", "1")
    grid.type("90101", "c4", "0")
    grid.cell("90101", "c3").hover()
    grid.page.mouse.down()
    grid.cell("90102", "c4").hover()
    grid.page.mouse.up()
    grid.keys.press("Control+d")
    grid.wait("90102", "c4", "saved")
    assert (grid.copy(), stored()["90102/c4"]) == ("1\t0\n1\t0", "not_met")


def test_unikey_keystrokes_arrive_unharmed(grid):
    """Unikey deletes and types again; in browsers it also selects with Shift+Left instead of deleting."""
    grid.cell("90101", "c1").click()
    for typed in ("D", "Backspace", "Đ", "a", "t", "Shift+ArrowLeft", "Shift+ArrowLeft", "ạt"):
        grid.keys.press(typed) if typed.isascii() and len(typed) != 2 else grid.keys.insert_text(typed)
    assert (grid.text("90101", "c1"), grid.place) == ("Đạt", "90101/c1")
    grid.keys.press("Enter")
    grid.wait("90101", "c1", "saved")
    assert stored() == {"90101/c1": "met"}


def test_composing_keeps_enter_and_arrows(grid):
    """macOS and IBus compose: Enter and the arrows then belong to the input method."""
    grid.cell("90101", "c1").click()
    session = grid.page.context.new_cdp_session(grid.page)
    session.send("Input.imeSetComposition", {"text": "Đa", "selectionStart": 2, "selectionEnd": 2})
    for key in ("Enter", "ArrowRight", "Delete"):
        session.send(
            "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229}
        )
    assert (grid.place, grid.text("90101", "c1")) == ("90101/c1", "Đa")
    session.send("Input.insertText", {"text": "Đạt"})
    grid.keys.press("Enter")
    grid.wait("90101", "c1", "saved")
    assert (grid.place, stored()) == ("90102/c1", {"90101/c1": "met"})


def test_figures_of_indicators_keep_their_parts(transactional_db, page, login):
    world = make_world()
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "count")])
    open_period(world)
    login(make_cast(world).officer)
    grid = GridPage(page).open(bang="2")
    grid.type("90101", "i2.1", "45/60 d", end="Tab")
    grid.type("90101", "i2.2", "1,5")
    grid.wait("90101", "i2.1", "saved")
    grid.wait("90101", "i2.2", "refused")
    assert (grid.text("90101", "i2.1"), Result.objects.get().value) == ("45/60 Đ", 75)
