"""Nothing typed into the grid is lost: broken lines, a stopped server, closed pages, others, log-out."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Changeset, User
from criteria.domain.stages import Action
from criteria.models import Result
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import PASSWORD, make_cast, make_world, move_submission

from .grid import GridPage, open_period, stored

SAVE = re.compile(r"/luu/$")


class North:
    """The officer's district with an open period, and what others do there meanwhile."""

    def __init__(self) -> None:
        self.world = make_world()
        self.period, self.cast = open_period(self.world), make_cast(self.world)

    def writes(self, user: User, key: str, version: int, **parts) -> None:
        edit = Edit(self.world.communes[0].pk, key, version, **parts)
        sheet = open_sheet(self.period, "district")
        (outcome,) = save_edits(sheet=sheet, user=user, edits=[edit], today=localdate())
        assert outcome.status == "saved"

    def moves(self, action: Action, user: User, reason: str = "") -> None:
        unit = Unit(district_id=self.world.north.pk)
        move_submission(
            period=self.period, stage="district", unit=unit, action=action, user=user, reason=reason
        )


@pytest.fixture
def north(transactional_db) -> North:
    return North()


@pytest.fixture
def grid(north, page, login) -> GridPage:
    login(north.cast.officer)
    return GridPage(page).open()


@pytest.fixture
def tab(north, context, login) -> GridPage:
    """A grid where the server's answers of 4xx are part of the story."""
    login(north.cast.officer)
    return GridPage(context.new_page()).open()


def stop_server(context) -> None:
    """From here on nothing sent to the endpoint arrives."""
    context.route(SAVE, lambda route: route.abort("connectionrefused"))


def start_server(context) -> None:
    context.unroute(SAVE)


def type_three(grid: GridPage) -> None:
    for key, text in (("c1", "1"), ("c2", "0"), ("c3", "KA")):
        grid.type("90101", key, text)


THREE = {"90101/c1": "met", "90101/c2": "not_met", "90101/c3": "not_applicable"}


def log_in(page, user: User) -> None:
    page.goto(reverse("accounts:login"))
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/")


def press_log_out(page) -> None:
    page.click("[data-menu] summary")
    page.click("form[data-logout] button")


# ---- broken lines ----


def test_line_breaks_while_typing_and_comes_back(grid, context):
    context.set_offline(True)
    type_three(grid)
    grid.wait_foot("3 ô chưa gửi, đang chờ mạng")
    grid.wait("90101", "c3", "waiting")
    grid.type("90101", "c1", "0")  # newer than what went out
    assert stored() == {}
    context.set_offline(False)
    grid.wait_foot("Đã lưu")
    grid.wait("90101", "c1", "saved")
    assert (stored(), grid.text("90101", "c1"), grid.kept) == (THREE | {"90101/c1": "not_met"}, "0", [])


def test_server_stops_and_page_is_loaded_again(grid, context):
    stop_server(context)
    type_three(grid)
    grid.wait_foot("3 ô chưa gửi")
    grid.page.reload()
    grid.wait_foot("3 ô chưa gửi")
    assert (grid.text("90101", "c3"), stored()) == ("KA", {})
    start_server(context)
    grid.wait_foot("Đã lưu")
    assert (stored(), grid.kept) == (THREE, [])


def test_answer_is_lost_after_the_server_stored(grid, context):
    """The batch goes out again just as it was, before anything newer: no conflict with oneself."""

    def lose_answer(route) -> None:
        route.fetch()
        route.abort("connectionreset")

    context.route(SAVE, lose_answer, times=1)
    grid.type("90101", "c1", "1")
    grid.wait_foot("đang chờ mạng")
    assert stored() == {"90101/c1": "met"}
    grid.type("90101", "c1", "0")
    grid.wait("90101", "c1", "saved")
    grid.wait_foot("Đã lưu")
    result = Result.objects.get()
    assert (result.state, result.version, Changeset.objects.count(), grid.kept) == ("not_met", 2, 2, [])


def test_tab_is_closed_and_another_page_tells(grid, context, north):
    stop_server(context)
    type_three(grid)
    grid.wait_foot("3 ô chưa gửi")
    grid.page.close()
    page = context.new_page()
    page.goto(reverse("accounts:password_change"))
    page.wait_for_selector(".unsent")
    assert page.inner_text(".unsent").startswith("Còn 3 ô chưa gửi ở Huyện Mường Đông")
    start_server(context)
    page.click(".unsent a")
    late = GridPage(page)
    late.wait_foot("Đã lưu")
    assert (stored(), late.kept, page.locator(".unsent").count()) == (THREE, [], 0)


def test_leaving_at_once_is_no_loss_and_no_false_alarm(grid):
    grid.cell("90101", "c1").click()
    grid.keys.type("1")
    grid.page.goto(reverse("accounts:password_change"))
    grid.wait_count(".unsent", 0)
    for _ in range(40):
        if not grid.kept:
            break
        grid.page.wait_for_timeout(50)
    assert (stored(), grid.kept, grid.page.locator(".unsent").count()) == ({"90101/c1": "met"}, [], 0)


def test_browser_without_memory_warns_before_closing(grid, context):
    grid.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') } }"
    )
    stop_server(context)
    grid.type("90101", "c1", "1")
    grid.wait_foot("trình duyệt không giữ được số chưa gửi")
    with grid.page.expect_event("dialog") as asked:
        grid.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()


# ---- two people, two tabs ----


@pytest.mark.parametrize(
    ("button", "state", "version"), [("Giữ số của tôi: 0", "not_met", 2), ("Lấy số của staff: 1", "met", 1)]
)
def test_two_people_on_one_cell_choose(grid, north, button, state, version):
    north.writes(north.cast.staff, "c1", 0, text="1")
    grid.type("90101", "c1", "0", end="ArrowUp")
    grid.wait("90101", "c1", "conflict")
    why = grid.page.inner_text(".panel-problem p >> nth=0")
    assert why.startswith("staff đã ghi “1” lúc ")
    assert (grid.text("90101", "c1"), stored()) == ("0", {"90101/c1": "met"})
    grid.keys.press("F6")
    grid.page.get_by_role("button", name=button).press("Enter")
    grid.wait_count("td[data-save=conflict]", 0)
    for _ in range(100):
        result = Result.objects.get()
        if result.version == version:
            break
        grid.page.wait_for_timeout(50)
    assert (result.state, result.version, grid.text("90101", "c1")) == (
        state,
        version,
        "1" if state == "met" else "0",
    )


def test_two_tabs_of_one_person_see_each_other(grid, context):
    other = GridPage(context.new_page()).open()
    grid.type("90101", "c1", "1")
    other.wait("90101", "c1", "saved")
    assert other.text("90101", "c1") == "1"
    other.type("90101", "c1", "0")
    grid.wait_count("td.not_met", 1)
    assert (Result.objects.get().version, grid.text("90101", "c1")) == (2, "0")


def test_two_tabs_keep_their_own_unsent_edits(grid, context):
    other = GridPage(context.new_page()).open()
    stop_server(context)
    grid.type("90101", "c1", "1")
    other.type("90101", "c2", "0")
    grid.wait_foot("1 ô chưa gửi")
    other.wait_foot("1 ô chưa gửi")
    other.page.reload()
    other.wait_foot("1 ô chưa gửi")
    assert (len(other.kept), other.text("90101", "c1")) == (2, "")
    start_server(context)
    grid.wait_foot("Đã lưu")
    other.wait_foot("Đã lưu")
    assert (stored(), Changeset.objects.count()) == ({"90101/c1": "met", "90101/c2": "not_met"}, 2)


def test_sheet_is_sent_meanwhile_and_typing_stays(grid, north):
    north.writes(north.cast.staff, "c1", 0, text="1")
    north.moves(Action.SEND, north.cast.officer)
    grid.type("90101", "c2", "0")
    grid.wait("90101", "c2", "closed")
    why = grid.page.inner_text(f"#{grid.cell('90101', 'c2').get_attribute('aria-describedby')}")
    assert why.startswith("Số liệu ")
    assert (grid.text("90101", "c2"), stored()) == ("0", {"90101/c1": "met"})


# ---- the session ----


def test_session_ends_and_typing_goes_out_after_log_in(tab, north, context):
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_three(tab)
    tab.wait_foot("Phiên đã hết, 3 ô chưa gửi được giữ trên máy này")
    with context.expect_page() as new:
        tab.page.click("#grid-login")
    log_in(new.value, north.cast.officer)
    tab.wait_foot("Đã lưu")
    assert (stored(), tab.kept) == (THREE, [])


def test_somebody_else_on_the_same_browser_sends_and_sees_nothing(tab, north, context):
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    type_three(tab)
    tab.wait_foot("Phiên đã hết")
    second = context.new_page()
    log_in(second, north.cast.staff)
    tab.wait_foot("đã có người khác đăng nhập; 3 ô của bạn")
    other = GridPage(second).open()
    assert (second.locator(".unsent").count(), other.text("90101", "c1"), stored()) == (0, "", {})
    press_log_out(second)
    second.wait_for_url("**/dang-nhap/")
    log_in(second, north.cast.officer)
    tab.wait_foot("Đã lưu")
    assert stored() == THREE
    assert set(Changeset.objects.values_list("user__username", flat=True)) == {"officer"}


@pytest.mark.parametrize("answer", ["Không, quay lại", "Đăng xuất, bỏ 3 ô"])
def test_log_out_with_unsent_edits_asks_first(grid, north, context, answer):
    stop_server(context)
    type_three(grid)
    grid.wait_foot("3 ô chưa gửi")
    press_log_out(grid.page)
    question = grid.page.inner_text("dialog[open] p")
    assert question.startswith("Còn 3 ô chưa gửi. Đăng xuất bây giờ thì số đã gõ ở các ô đó bị bỏ")
    grid.page.get_by_role("button", name=answer).click()
    if answer.startswith("Không"):
        start_server(context)
        grid.wait_foot("Đã lưu")
        assert stored() == THREE
        return
    grid.page.wait_for_url("**/dang-nhap/")
    assert grid.kept == []
    start_server(context)
    log_in(grid.page, north.cast.officer)
    assert (grid.page.locator(".unsent").count(), stored()) == (0, {})


# ---- the panel ----


def note(grid: GridPage):
    return grid.page.locator("#panel textarea")


def test_note_as_unikey_types_it(grid):
    grid.cell("90101", "c2").click()
    grid.page.wait_for_selector("#panel textarea")
    grid.keys.press("F6")
    assert note(grid).evaluate("area => area === document.activeElement")
    unikey(
        grid,
        "D",
        "\bĐ",
        "u",
        "\bư",
        "o",
        "\bơ",
        "n",
        "g",
        "\b\b\bờng",
        " ",
        "l",
        "i",
        "e",
        "n",
        "\b\bên",
        " ",
    )
    unikey(grid, "b", "a", "n", "\b\bản", " ", "A", "\bẲ", "n", "g", " ", "C", "a", "n", "g")
    assert note(grid).input_value() == "Đường liên bản Ẳng Cang"
    grid.keys.press("F6")
    assert grid.place == "90101/c2"
    grid.wait("90101", "c2", "saved")
    assert Result.objects.get().note == "Đường liên bản Ẳng Cang"
    assert grid.cell("90101", "c2").get_attribute("data-note") is not None


def unikey(grid: GridPage, *bursts: str) -> None:
    """What Unikey emits for each key pressed: Backspaces, then the letters anew."""
    for burst in bursts:
        for _ in range(burst.count("\b")):
            grid.keys.press("Backspace")
        letters = burst.replace("\b", "")
        grid.keys.press(letters) if letters.isascii() and letters != " " else grid.keys.insert_text(letters)


def test_note_and_work_wait_for_the_line_and_survive(grid, context):
    grid.cell("90101", "c2").click()
    grid.page.wait_for_selector("#panel textarea")
    stop_server(context)
    note(grid).fill("Đường liên bản")
    fields = {"text": "Cứng hóa", "quantity": "6,2", "unit": "km", "funded": "2"}
    for name, text in fields.items():
        grid.page.locator(f"#panel [name={name}]").first.fill(text)
    grid.keys.press("Tab")
    grid.wait_foot("1 ô chưa gửi")
    grid.page.reload()
    grid.cell("90101", "c2").click()
    grid.page.wait_for_selector("#panel textarea")
    assert (note(grid).input_value(), grid.page.locator("#panel [name=text]").first.input_value()) == (
        "Đường liên bản",
        "Cứng hóa",
    )
    start_server(context)
    grid.wait_foot("Đã lưu")
    result = Result.objects.get()
    work = result.works.get()
    told = (result.note, work.text, work.quantity, work.unit, work.funded)
    assert told == ("Đường liên bản", "Cứng hóa", Decimal("6.2"), "km", 2)


def test_panel_never_takes_the_focus(grid):
    grid.cell("90101", "c1").click()
    for _ in range(3):
        grid.keys.press("ArrowRight")
        grid.page.wait_for_timeout(400)
    assert grid.place == "90101/c4"
    assert "4" in grid.page.inner_text("#panel h2")
