"""The pages where entering begins, and the sheet with its acts: send, return, lock, confirm, take over."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import Changeset
from criteria.domain.stages import Action
from criteria.domain.works import Work
from criteria.models import Submission
from criteria.services import confirming
from criteria.services.confirming import Taken, read_confirmations, take_over
from criteria.services.overview import read_overview
from criteria.services.results import Edit, load_cells, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import (
    make_commune,
    make_district,
    make_free_commune,
    make_indicators,
    make_period,
    move_submission,
)

DAY, LATE = date(2022, 6, 20), date(2022, 6, 26)


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    return make_period(world)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Lets the pages think it is that day."""

    def set_day(day):
        for module in ("criteria.views.sheets", "criteria.views.periods"):
            monkeypatch.setattr(f"{module}.localdate", lambda: day)

    set_day(DAY)
    return set_day


def fill(period, user, stage, communes, keys, text="1", **parts):
    edits = [Edit(commune.pk, key, 0, text=text, **parts) for commune in communes for key in keys]
    outcomes = save_edits(sheet=open_sheet(period, stage), user=user, edits=edits, today=DAY)
    assert {outcome.status for outcome in outcomes} == {"saved"}


def move(period, user, action, stage="district", **unit):
    move_submission(
        period=period, stage=stage, unit=Unit(**unit), action=Action(action), user=user, reason="Sai"
    )


def address(name, period, stage="district"):
    return reverse(f"criteria:{name}", args=["91", period.code, stage])


def act(client, period, action, *units, stage="district", **given):
    """Status of the answer, and what it said."""
    data = {"action": action, "unit": units, **given}
    answer = client.post(address("move", period, stage), data)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    client.get(address("sheet", period, stage))  # shows them, so that the next act begins without
    return answer.status_code, said


def states():
    return {str(row.district or row.commune): row.state for row in Submission.objects.all()}


def test_sending_asks_once_and_says_what_is_missing(client, cast, world, period):
    fill(period, cast.officer, "district", world.communes[:1], ["c1"])
    client.force_login(cast.officer)
    page = client.post(address("move", period), {"action": "send", "unit": "h901:1"})
    assert page.templates[0].name == "criteria/move.html"
    assert "1 xã chưa có số liệu (Xã Nà Tấu); 1 xã còn thiếu tiêu chí (Xã Ẳng Cang)" in page.text
    assert states() == {"huyện Mường Đông": "draft"}
    assert act(client, period, "send", "h901:1", sure="1") == (302, ["Đã gửi: Huyện Mường Đông."])
    again = ["Đã gửi từ trước, không đổi gì: Huyện Mường Đông."]
    assert act(client, period, "send", "h901:1", sure="1") == (302, again)


def test_many_are_locked_and_each_is_told(client, cast, world, period):
    move(period, cast.officer, "send", district_id=world.north.pk)
    client.force_login(cast.staff)
    assert act(client, period, "lock", "h901:1", "h902:0", sure="1") == (
        302,
        ["Đã chốt: Huyện Mường Đông.", "Không chốt được: số liệu đang nhập: Huyện Tủa Xanh."],
    )
    assert states() == {"huyện Mường Đông": "locked"}


def test_only_what_can_be_done_is_asked_and_offered(client, cast, world, period):
    move(period, cast.officer, "send", district_id=world.north.pk)
    client.force_login(cast.staff)
    asked = client.post(address("move", period), {"action": "lock", "unit": ["h901:1", "h902:0"]})
    assert [line.title for line in asked.context["chosen"]] == ["Huyện Mường Đông"]
    assert "Không chốt được lúc này, giữ nguyên: Huyện Tủa Xanh (đang nhập)." in asked.text
    assert act(client, period, "lock", "h902:0") == (
        302,
        ["Không chốt được: số liệu đang nhập: Huyện Tủa Xanh."],
    )
    client.force_login(cast.officer)
    text = client.get(address("sheet", period)).text
    assert ['name="unit"' in text, 'name="action"' in text] == [False, False]


def test_what_was_sent_anew_is_not_locked_unseen(client, cast, world, period):
    move(period, cast.officer, "send", district_id=world.north.pk)
    move(period, cast.staff, "return", district_id=world.north.pk)
    move(period, cast.officer, "send", district_id=world.north.pk)
    client.force_login(cast.staff)
    changed = "Số liệu đã thay đổi từ lúc bạn mở trang: hãy xem lại: Huyện Mường Đông."
    assert act(client, period, "lock", "h901:1", sure="1") == (302, [changed])


def test_return_without_a_reason_keeps_the_ticks(client, cast, world, period):
    move(period, cast.officer, "send", district_id=world.north.pk)
    client.force_login(cast.staff)
    page = client.post(address("move", period), {"action": "return", "unit": ["h901:1"]})
    assert (page.status_code, page.context["ticked"]) == (422, ["h901"])
    assert list(page.context["form"].errors) == ["reason"]
    assert act(client, period, "return", "h901:1", reason="Thiếu xã Nà Tấu")[0] == 302
    assert "Thiếu xã Nà Tấu" in client.get(address("sheet", period)).text


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"action": "lock"}, "__all__"),
        ({"action": "lock", "unit": "h911:0"}, "__all__"),
        ({"action": "lock", "unit": "h901:-1"}, "__all__"),
        ({"action": "lock", "unit": f"h901:{10**30}"}, "__all__"),
        ({"action": "xóa", "unit": "h901:0"}, "action"),
        ({"action": "take", "unit": "h901:0", "tu": "district"}, "tu"),
        ({"action": "return", "unit": "h901:0", "reason": "x" * 501}, "reason"),
    ],
)
def test_forged_acts_are_refused(client, cast, period, data, field):
    client.force_login(cast.staff)
    page = client.post(address("move", period), data)
    assert (page.status_code, list(page.context["form"].errors)[-1]) == (422, field)


def test_units_of_others_are_not_moved(client, cast, world, period):
    client.force_login(cast.officer)
    assert act(client, period, "send", "h902:0", sure="1")[0] == 422
    assert act(client, period, "lock", "h901:0", sure="1") == (
        302,
        ["Bạn không được chốt số liệu này: Huyện Mường Đông."],
    )


def test_sheet_lists_overdue_first(client, cast, world, period, today):
    move(period, cast.officer, "send", district_id=world.north.pk)
    today(LATE)
    client.force_login(cast.staff)
    view = client.get(address("sheet", period)).context["page"].view
    assert [(line.title, line.is_overdue) for line in view.lines] == [
        ("Huyện Tủa Xanh", True),
        ("Huyện Mường Đông", False),
    ]


def test_ticks_by_state(client, cast, world, period):
    move(period, cast.officer, "send", district_id=world.north.pk)
    client.force_login(cast.staff)
    page = client.get(address("sheet", period), {"chon": "cho-duyet"})
    assert page.context["ticked"] == ["h901"]


def test_department_sees_what_the_district_stated(cast, world, period):
    first, second, *_ = world.communes
    fill(period, cast.officer, "district", [first], ["c2"], "1")
    fill(period, cast.officer, "district", [second], ["c2"], "CB")
    fill(period, cast.department, "department", [second], ["c2"], "1")
    overview = read_overview(period, cast.department, DAY)
    (group,) = read_confirmations(overview, overview.criteria)
    line = next(line for line in group.lines if line.title == "Huyện Mường Đông")
    assert (line.key, line.stated.met, line.progress.met) == ("h901.2", 1, 1)
    assert (line.unmet, line.differing, line.source_is_open) == (("Xã Nà Tấu",), ("Xã Nà Tấu",), True)


def test_department_takes_over_and_confirms_many(client, cast, world, period):
    work = Work("Cần cứng hóa đường bản")
    fill(period, cast.officer, "district", world.communes[:1], ["c2", "i2.1"], "", note="x", works=(work,))
    fill(period, cast.officer, "district", world.communes[1:2], ["c1"])
    fill(period, cast.staff, "district", world.communes[2:3], ["c2"])
    client.force_login(cast.department)
    sheet = open_sheet(period, "department")
    assert act(client, period, "take", "h901.2:0", "h902.2:0", stage="department", tu="district") == (
        302,
        ["Huyện Mường Đông, tiêu chí 2: 2 ô đã lấy; Huyện Tủa Xanh, tiêu chí 2: 1 ô đã lấy."],
    )
    cells = load_cells(sheet, [commune.pk for commune in world.communes], works=True)
    assert sorted(key for _, key in cells) == ["c2", "c2", "i2.1"]
    assert cells[world.communes[0].pk, "i2.1"].works == (work,)
    assert act(client, period, "send", "h901.2:1", "h902.2:1", stage="department", sure="1") == (
        302,
        ["Đã gửi: Huyện Mường Đông, tiêu chí 2; Huyện Tủa Xanh, tiêu chí 2."],
    )


def test_taking_over_keeps_what_is_there(cast, world, period):
    first, second, *_ = world.communes
    fill(period, cast.officer, "district", [first, second], ["c2"])
    fill(period, cast.department, "department", [first], ["c2"], "0")
    overview = read_overview(period, cast.department, DAY)
    unit = Unit(world.north.pk, 0, world.criteria[1].pk)
    given = {"overview": overview, "stage": "department", "source": "district"}
    assert take_over(units=[unit], **given) == {unit: Taken(taken=1, kept=1)}
    assert take_over(units=[unit], **given) == {unit: Taken(same=1, kept=1)}
    move(
        period,
        cast.department,
        "send",
        "department",
        district_id=unit.district_id,
        criterion_id=unit.criterion_id,
    )
    third = Edit(second.pk, "c2", 1, text="0")
    save_edits(sheet=open_sheet(period, "district"), user=cast.officer, edits=[third], today=DAY)
    assert take_over(units=[unit], **given) == {unit: Taken(kept=2)}


@pytest.mark.parametrize("several", [False, True])
def test_units_are_taken_over_in_one_save(cast, world, period, several, django_assert_num_queries):
    fill(period, cast.staff, "district", world.communes, ["c1", "c2"])
    overview = read_overview(period, cast.staff, DAY)
    criterion = world.criteria[1].pk
    units = [Unit(place.pk, 0, criterion) for place in (world.north, world.south)[: 1 + several]]
    with django_assert_num_queries(21):
        found = take_over(units=units, overview=overview, stage="department", source="district")
    assert found == {unit: Taken(taken=2) for unit in units}
    assert Changeset.objects.filter(reason__startswith="Lấy theo").count() == 1


def test_what_is_written_while_taking_over_is_kept_and_said(cast, world, period, monkeypatch):
    first, *_ = world.communes
    fill(period, cast.officer, "district", [first], ["c2"])
    store = confirming.save_edits

    def store_late(**given):
        fill(period, cast.staff, "department", [first], ["c2"], "0")
        return store(**given)

    monkeypatch.setattr(confirming, "save_edits", store_late)
    unit = Unit(world.north.pk, 0, world.criteria[1].pk)
    overview = read_overview(period, cast.department, DAY)
    found = take_over(units=[unit], overview=overview, stage="department", source="district")
    assert found == {unit: Taken(refused=1, message="staff vừa ghi vào đó")}


def test_nothing_is_taken_into_what_was_sent(cast, world, period):
    fill(period, cast.officer, "district", world.communes[:1], ["c2"])
    unit = Unit(world.north.pk, 0, world.criteria[1].pk)
    move(
        period,
        cast.department,
        "send",
        "department",
        district_id=unit.district_id,
        criterion_id=unit.criterion_id,
    )
    overview = read_overview(period, cast.department, DAY)
    found = take_over(units=[unit], overview=overview, stage="department", source="district")[unit]
    assert (found.taken, found.refused, load_cells(open_sheet(period, "department"), [unit.district_id])) == (
        0,
        1,
        {},
    )


def test_commune_in_no_district_is_moved_by_itself(client, cast, world, period):
    free = make_free_commune(world, "90901", name="Na Ư")
    fill(period, cast.staff, "self", [free], ["c2"])
    client.force_login(cast.department)
    assert "x90901.2:0" in client.get(address("sheet", period, "department")).text
    said = act(client, period, "take", "x90901.2:0", stage="department", tu="self")
    assert said == (302, ["Xã Na Ư, tiêu chí 2: 1 ô đã lấy."])
    client.force_login(cast.staff)
    assert act(client, period, "send", "x90901:0", sure="1") == (302, ["Đã gửi: Xã Na Ư."])


def links(client, user, period):
    client.force_login(user)
    page = client.get(reverse("criteria:entry"))
    return [
        reverse("criteria:grid", args=["91", period.code, stage]) in page.text
        for stage in ("self", "district")
    ]


def test_entry_leads_to_the_own_communes(client, cast, world, period):
    assert links(client, cast.officer, period) == [True, True]
    assert links(client, cast.clerk, period) == [True, False]
    grid = reverse("criteria:grid", args=["91", period.code, "self"])
    assert f"{grid}?{urlencode({'xa': '90101'})}" in client.get(reverse("criteria:entry")).text


def test_entry_without_a_period_says_what_comes(client, cast, world):
    client.force_login(cast.staff)
    assert reverse("criteria:period_new") in client.get(reverse("criteria:entry")).text
    make_period(world, opens_on=date(2022, 6, 22))
    client.force_login(cast.officer)
    assert "mở từ 22/06/2022" in client.get(reverse("criteria:entry")).text


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize(("stage", "queries"), [("district", 18), ("department", 19)])
def test_sheet_costs_the_same_for_more_units(
    client, cast, world, period, more, stage, queries, django_assert_num_queries
):
    for number in range(more):
        district = make_district(world.province, f"93{number}", f"Huyện {number}")
        make_commune(district, f"93{number}01", f"Xã {number}")
        move(period, cast.staff, "send", district_id=district.pk)
        make_free_commune(world, f"9090{number}")
    client.force_login(cast.staff)
    with django_assert_num_queries(queries):
        client.get(address("sheet", period, stage))
    client.force_login(cast.staff)
    with django_assert_num_queries(10):
        client.get(reverse("criteria:entry"))


def test_step_of_the_district_is_not_offered_where_there_is_none(world, cast, client):
    """Since 1/7/2025; whoever has its address may still open it."""
    for commune in world.communes:
        commune.statuses.update(district=None)
    period = make_period(world, official_stage="province")
    client.force_login(cast.staff)
    args = ["91", period.code]
    page = client.get(reverse("criteria:sheet", args=[*args, "province"])).content.decode()
    other = client.get(reverse("criteria:sheet", args=[*args, "district"])).content.decode()
    link = f'href="{reverse("criteria:sheet", args=[*args, "district"])}"'
    assert (link in page, link in other) == (False, True)
