"""Reading the register: list, filters, counts, one of them, the hint of QĐ 18/2022, the workbook."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from communes.models import CommuneStatus
from criteria.domain.stages import Action
from criteria.models import Criterion, Recognition
from criteria.services.recognition_hints import read_hints
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import (
    make_commune,
    make_free_commune,
    make_period,
    make_recognition,
    make_user,
    move_submission,
)

LIST = reverse("criteria:recognitions")
TODAY = date(2022, 6, 20)


@pytest.fixture
def register(world, cast):
    """Ẳng Cang NTM and nâng cao, Nà Tấu NTM revoked, Đứa Mòn cơ bản; one of the other province."""
    first, second, third, _ = world.communes
    ended = {"state": "revoked", "ended_number": "7/QĐ-UBND", "ended_on": date(2022, 3, 1)}
    return {
        "ntm": make_recognition(first, cast.staff),
        "nang_cao": make_recognition(first, cast.staff, level="nang_cao", number="55/QĐ", year=2022),
        "revoked": make_recognition(second, cast.staff, **ended),
        "co_ban": make_recognition(third, cast.staff, level="co_ban", decided_on=date(2012, 5, 5), year=2011),
        "other": make_recognition(world.other_commune, cast.outsider),
    }


def shown(client, user, **query):
    client.force_login(user)
    page = client.get(LIST, query)
    names = {row.pk for row in page.context["table"].data}
    return page, names


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("staff", {"ntm", "nang_cao", "revoked", "co_ban"}),
        ("leader", {"ntm", "nang_cao", "revoked", "co_ban"}),
        ("department", {"ntm", "nang_cao", "revoked", "co_ban"}),
        ("officer", {"ntm", "nang_cao", "revoked"}),
        ("part_officer", {"ntm", "nang_cao", "co_ban"}),
        ("clerk", {"ntm", "nang_cao"}),
        ("outsider", {"other"}),
    ],
)
def test_everybody_sees_the_own_area(client, cast, register, who, keys):
    _, found = shown(client, getattr(cast, who))
    assert found == {register[key].pk for key in keys}


@pytest.mark.parametrize(
    ("query", "keys", "said"),
    [
        ({"q": "ang cang"}, {"ntm", "nang_cao"}, "có “ang cang”"),
        ({"q": "1234"}, {"ntm", "revoked", "co_ban"}, "có “1234”"),
        ({"q": "7/QĐ"}, {"revoked"}, "có “7/QĐ”"),
        ({"muc": "nang_cao"}, {"nang_cao"}, "nông thôn mới nâng cao"),
        ({"nam": "2011"}, {"co_ban"}, "năm 2011"),
        ({"huyen": "901"}, {"ntm", "nang_cao", "revoked"}, "Huyện Mường Đông"),
        ({"huyen": "902"}, {"co_ban"}, "Huyện Tủa Xanh"),
        ({"tinh_trang": "revoked"}, {"revoked"}, "đã thu hồi"),
        ({"don_vi": "het"}, set(), "xã đã sắp xếp lại"),
        ({"huyen": "901", "muc": "ntm"}, {"ntm", "revoked"}, "đạt chuẩn nông thôn mới, Huyện Mường Đông"),
    ],
)
def test_filters_narrow_and_are_said(client, cast, register, query, keys, said):
    page, found = shown(client, cast.staff, **query)
    assert (found, page.context["form"].said) == ({register[key].pk for key in keys}, said)


@pytest.mark.parametrize("query", [{"nam": "1999"}, {"huyen": "911"}, {"muc": "khac"}, {"q": "x" * 61}])
def test_filter_that_cannot_be_read_is_said(client, cast, register, query):
    client.force_login(cast.staff)
    page = client.get(LIST, query)
    assert (page.status_code, "Chưa lọc được" in page.text) == (422, True)
    assert client.get(reverse("criteria:recognitions_xlsx"), query).status_code == 422


def test_each_commune_counts_once_at_its_highest_level(client, cast, register):
    page, _ = shown(client, cast.staff)
    counts = [(one.level, one.count, one.ended) for one in page.context["counts"]]
    assert counts == [("ntm", 0, 0), ("nang_cao", 1, 0), ("kieu_mau", 0, 0), ("co_ban", 1, 0)]


def test_counts_follow_the_place_and_not_the_level(client, cast, world, register):
    page, _ = shown(client, cast.staff, huyen="902", muc="nang_cao")
    assert [(one.level, one.count) for one in page.context["counts"] if one.count] == [("co_ban", 1)]
    type(world.communes[0]).objects.filter(pk=world.communes[0].pk).update(valid_to=date(2025, 6, 30))
    page, found = shown(client, cast.staff, don_vi="het")
    assert found == {register["ntm"].pk, register["nang_cao"].pk}
    assert [(one.level, one.count, one.ended) for one in page.context["counts"] if one.count] == [
        ("nang_cao", 1, 1)
    ]


def test_districts_are_those_of_the_day_of_the_decision(client, cast, world, register):
    """The commune went to the south after it was recognised."""
    CommuneStatus.objects.filter(commune=world.communes[0]).update(valid_to=date(2021, 12, 31))
    CommuneStatus.objects.create(commune=world.communes[0], district=world.south, valid_from=date(2022, 1, 1))
    assert shown(client, cast.staff, huyen="902")[1] == {register["co_ban"].pk}


@pytest.mark.parametrize(("count", "who", "queries"), [(1, "staff", 12), (3, "staff", 12), (3, "leader", 10)])
def test_queries_of_the_list_do_not_grow(client, world, cast, count, who, queries):
    for commune in world.communes[:count]:
        make_recognition(commune, cast.staff)
    client.force_login(getattr(cast, who))
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    assert len(asked) == queries


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_one_do_not_grow(client, world, cast, count, django_assert_num_queries):
    row, *_ = [make_recognition(commune, cast.staff) for commune in world.communes[:count]]
    client.force_login(cast.staff)
    with django_assert_num_queries(16):
        client.get(reverse("criteria:recognition", args=[row.pk]))


def test_empty_register_says_what_to_do_first(client, cast):
    client.force_login(cast.staff)
    assert "Ghi quyết định đầu tiên" in client.get(LIST).text
    client.force_login(cast.leader)
    page = client.get(LIST).text
    assert "Văn phòng điều phối chưa ghi quyết định nào" in page
    assert reverse("criteria:recognition_new") not in page


def test_page_of_one_tells_the_others_of_commune_and_decision(client, cast, world, register):
    client.force_login(cast.officer)
    page = client.get(reverse("criteria:recognition", args=[register["ntm"].pk]))
    others = page.context["others"]
    assert (others.own, others.kin) == ((register["nang_cao"],), ())
    assert others.decision == (register["revoked"],)
    assert reverse("criteria:recognition_edit", args=[register["ntm"].pk]) not in page.text


def test_page_of_one_tells_of_new_and_former_communes(client, cast, world, register):
    new = make_free_commune(world, valid_from=date(2025, 7, 1))
    new.predecessors.add(world.communes[0])
    row = make_recognition(new, cast.staff, decided_on=date(2025, 12, 1), number="8/QĐ", year=2025)
    client.force_login(cast.staff)
    page = client.get(reverse("criteria:recognition", args=[row.pk]))
    assert set(page.context["others"].kin) == {register["ntm"], register["nang_cao"]}
    page = client.get(reverse("criteria:recognition", args=[register["ntm"].pk]))
    assert page.context["others"].kin == (row,)


def test_workbook_has_the_lines_of_the_page(client, cast, register):
    make_recognition(
        register["ntm"].commune, cast.staff, level="kieu_mau", number="=1+1", domains=["du_lich"]
    )
    client.force_login(cast.staff)
    answer = client.get(reverse("criteria:recognitions_xlsx"), {"q": "ang cang", "muc": "kieu_mau"})
    head, line = load_workbook(io.BytesIO(answer.content)).active.iter_rows()
    told = {name.value: cell.value for name, cell in zip(head, line, strict=True)}
    assert {name: value for name, value in told.items() if value is not None} == {
        "STT": 1,
        "Xã": "Xã Ẳng Cang",
        "Huyện": "Huyện Mường Đông",
        "Mã xã": "90101",
        "Mức công nhận": "nông thôn mới kiểu mẫu",
        "Năm": 2021,
        "Số quyết định": "=1+1",
        "Ngày quyết định": told["Ngày quyết định"],
        "Lĩnh vực nổi trội": "du lịch",
        "Tình trạng": "còn hiệu lực",
    }
    assert (told["Ngày quyết định"].date(), line[6].data_type) == (date(2021, 12, 20), "s")


@pytest.fixture
def evaluated(world, cast):
    """Of Ẳng Cang and Đứa Mòn 7 criteria are not met, number 10 among them; it is a key one."""
    Criterion.objects.filter(criteria_set=world.criteria_set, number="10").update(key_for_revocation=True)
    period = make_period(world)
    edits = [
        Edit(commune.pk, f"c{number}", 0, text="0" if 8 <= number <= 14 else "1")
        for commune in (world.communes[0], world.communes[2])
        for number in range(1, 20)
    ]
    save_edits(sheet=open_sheet(period, "district"), user=cast.staff, edits=edits, today=TODAY)
    return period


def hints(world, day=TODAY):
    found = read_hints([world.province], day)
    return [(line.recognition.commune.name, line.hint.told, line.locked) for line in found]


TOLD = "7/19 tiêu chí chưa đạt, có TC 10"


def test_hint_is_of_recognised_communes_with_official_figures(client, world, cast, evaluated):
    row = make_recognition(world.communes[0], cast.staff)
    make_recognition(world.communes[1], cast.staff)  # nobody has evaluated it
    assert hints(world) == [("Ẳng Cang", TOLD, False)]
    client.force_login(cast.staff)
    assert "1 xã đến mức Quyết định 18/2022/QĐ-TTg nêu" in client.get(LIST).text
    client.force_login(cast.leader)
    assert "18/2022" not in client.get(LIST).text
    row.refresh_from_db()
    assert row.state == Recognition.State.VALID


def test_hint_says_whether_the_figures_are_final(world, cast, evaluated):
    make_recognition(world.communes[0], cast.staff)
    unit = Unit(district_id=world.north.pk)
    for action in (Action.SEND, Action.LOCK):
        move_submission(period=evaluated, stage="district", unit=unit, action=action, user=cast.staff)
    assert hints(world) == [("Ẳng Cang", TOLD, True)]


@pytest.mark.parametrize(
    "fields",
    [
        {"decided_on": date(2022, 6, 15), "year": 2022},  # later than the figures
        {"level": "co_ban"},
        {"level": "nang_cao"},  # no period of that tier
        {"state": "revoked", "ended_number": "7/QĐ", "ended_on": date(2022, 1, 1)},
        {"state": "revoked", "ended_number": "7/QĐ", "ended_on": date(2022, 6, 18)},  # meanwhile
    ],
)
def test_no_hint_where_there_is_nothing_to_withdraw(world, cast, evaluated, fields):
    make_recognition(world.communes[0], cast.staff, **fields)
    assert hints(world) == []


def test_latest_period_with_figures_speaks(world, cast, evaluated):
    make_recognition(world.communes[0], cast.staff)
    later = {"first_day": date(2022, 6, 15), "last_day": date(2022, 12, 14), "opens_on": date(2022, 6, 18)}
    period = make_period(world, code="sau", closes_on=None, due_on=date(2022, 12, 25), **later)
    assert hints(world) == [("Ẳng Cang", TOLD, False)]  # the later one has none yet
    edits = [Edit(world.communes[0].pk, f"c{number}", 0, text="1") for number in range(1, 20)]
    save_edits(sheet=open_sheet(period, "district"), user=cast.staff, edits=edits, today=TODAY)
    assert hints(world) == []


def test_no_hint_from_a_step_that_is_not_official(world, cast):
    period = make_period(world, official_stage="province")
    edits = [Edit(world.communes[0].pk, f"c{number}", 0, text="0") for number in range(1, 20)]
    save_edits(sheet=open_sheet(period, "district"), user=cast.staff, edits=edits, today=TODAY)
    make_recognition(world.communes[0], cast.staff)
    assert hints(world) == []


def test_office_of_two_provinces_chooses_one(client, world, cast):
    both = make_user("both", "province_staff", world.province, world.other_province)
    client.force_login(both)
    page = client.get(reverse("criteria:recognition_new"), {"tinh": "92"})
    assert page.context["form"].province == world.other_province
    sent = {
        "level": "ntm",
        "number": "1/QĐ",
        "decided_on": "20/12/2021",
        "year": "2021",
        "names": "Chiềng Ơn",
    }
    client.post(reverse("criteria:recognition_new") + "?tinh=92", sent)
    assert Recognition.objects.get().commune == world.other_commune


def test_towns_are_not_among_the_communes_to_tick(client, world, cast):
    make_commune(world.north, "90109", "Thị trấn A", type="thi_tran")
    ended = make_commune(world.north, "90108", "Cũ", valid_to=date(2020, 12, 31))
    client.force_login(cast.staff)
    page = client.get(reverse("criteria:recognition_new"))
    shown = [
        (title, [(one.name, note) for one, _, note in lines])
        for title, lines, _ in page.context["form"].shown_groups
    ]
    assert shown == [
        ("Huyện Mường Đông", [("Ẳng Cang", ""), (ended.name, "đến 31/12/2020"), ("Nà Tấu", "")]),
        ("Huyện Tủa Xanh", [("Đứa Mòn", ""), ("Nặm Ét", "")]),
    ]


def test_code_given_twice_means_both_districts(client, cast, world, register):
    """The district was renamed: its code stands in two rows."""
    district = type(world.north)
    district.objects.filter(pk=world.north.pk).update(valid_to=date(2025, 6, 30))
    district.objects.create(
        province=world.province, code="901", name="Mường Đông Mới", type="huyen", valid_from=date(2025, 7, 1)
    )
    page, found = shown(client, cast.staff, huyen="901")
    assert (page.status_code, found) == (200, {register[key].pk for key in ("ntm", "nang_cao", "revoked")})


def test_communes_that_have_ended_come_last_among_the_hints(client, world, cast, evaluated):
    for commune in (world.communes[0], world.communes[2]):
        make_recognition(commune, cast.staff)
    type(world.communes[0]).objects.filter(pk=world.communes[0].pk).update(valid_to=date(2022, 6, 18))
    assert [name for name, *_ in hints(world)] == ["Đứa Mòn", "Ẳng Cang"]
