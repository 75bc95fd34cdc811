"""The page of levels: who sees what, ticking and pasting without storing, two people at once."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import FigureChange
from criteria.models import CriteriaSet, Indicator, Threshold
from tests.factories import make_criteria_set, make_indicators

from .levels import FIRST, SUBJECT, address, make_level, make_levels, sent


@pytest.fixture
def indicators(world):
    return make_levels(world)


@pytest.fixture
def staff(client, cast, indicators):
    client.force_login(cast.staff)
    return client


def own_values():
    rows = Threshold.objects.exclude(province=None).order_by("indicator__position", "year", "valid_from")
    return {row.indicator.number: row.value for row in rows}


def messages_of(answer):
    return [str(message) for message in answer.context["messages"]]


def make_own(world, indicator, value, **fields):
    return make_level(indicator, value=value, province=world.province, provenance="office", **fields)


# ---- who ----


@pytest.mark.parametrize("role", ["department", "officer", "clerk", "leader", "district_leader"])
def test_others_read_the_levels(client, cast, world, indicators, role):
    client.force_login(getattr(cast, role))
    page = client.get(address(world))
    assert (page.status_code, "<textarea" in page.text, "≥ 70%" in page.text) == (200, False, True)
    assert client.post(address(world), {"act": "luu"}).status_code == 403


def test_office_of_another_province_finds_no_page(client, cast, world, indicators):
    make_own(world, indicators["1.2"], 99)
    client.force_login(cast.outsider)
    mine = reverse("criteria:levels", args=["92", world.criteria_set.code])
    assert (client.get(address(world)).status_code, 'value="99"' in client.get(mine).text) == (404, False)


def test_list_counts_what_is_confirmed(staff, world, indicators):
    make_own(world, indicators["1.2"], 70)
    world.criteria_set.pending_decisions = "Quyết định 211/QĐ-TTg\n"
    world.criteria_set.save()
    make_criteria_set(5)
    page = staff.get(reverse("criteria:level_sets"))
    ((_, sets),) = page.context["provinces"]
    assert [(one.criteria_set.code, one.confirmed, one.indicators, one.pending) for one in sets] == [
        ("thu-19", 1, 6, ["Quyết định 211/QĐ-TTg"]),
        ("thu-5", 0, 0, []),
    ]
    assert ("1/6 đã xác nhận" in page.text, "chưa có chỉ tiêu" in page.text) == (True, True)


def test_set_without_indicators_says_what_to_do(client, cast, world):
    client.force_login(cast.admin)
    page = client.get(address(world))
    assert "Bộ tiêu chí này chưa có chỉ tiêu" in page.text
    assert reverse("admin:criteria_indicator_changelist") in page.text


@pytest.mark.parametrize("times", [1, 3])
def test_queries_do_not_grow(client, cast, world, indicators, django_assert_num_queries, times):
    for number in range(times):
        row = make_indicators(world.criteria[5 + number], [(f"{6 + number}.1", "percentage")])[0]
        make_own(world, row, 70)
    client.force_login(cast.staff)
    with django_assert_num_queries(10):
        client.get(address(world))


# ---- filling without storing ----


def test_all_are_ticked_and_nothing_stored(staff, world):
    page = staff.get(address(world))
    answer = staff.post(address(world), sent(page.text) | {"act": "danh-dau", "5/TDMNPB:muc": ""})
    assert (answer.status_code, own_values()) == (200, {})
    assert messages_of(answer) == [
        "Đã đánh dấu 8 dòng, chưa lưu. Chưa đánh dấu được: 5 (chưa có mức, hoặc ngày không hợp)."
    ]
    assert answer.text.count('aria-label="Xác nhận') == 4 + 8 + 1  # criteria, lines, and one without a level
    assert answer.text.count(" checked") == 8


def test_amended_levels_tick_only_years_to_come(staff, world):
    page = staff.get(address(world))
    answer = staff.post(address(world), sent(page.text) | {"act": "danh-dau", "tu": "01/01/2022"})
    ticked = [code for code, mine in answer.context["form"].lines.items() if mine.ticked]
    assert ticked == ["1.1/TDMNPB", "1.2/TDMNPB", "2/TDMNPB/2022", "2/TDMNPB/2023", "3/TDMNPB", "4/TDMNPB"]


def test_pasted_column_fills_the_page(staff, world):
    page = staff.get(address(world))
    column = "1.2\t75\n2\t2022\t40\n9\t1\n4\tx"
    answer = staff.post(address(world), sent(page.text) | {"act": "dan", "cot": column})
    assert (answer.status_code, own_values()) == (200, {})
    assert messages_of(answer) == ["Đã điền 2 dòng từ cột dán vào, chưa lưu."]
    assert list(answer.context["form"].pasted.problems) == [
        "Dòng 3 (“9 1”): không có chỉ tiêu “9” trong bộ.",
        "Dòng 4 (“4 x”): “x” không phải là số. Ví dụ: 70 hoặc 1,5.",
    ]
    staff.post(address(world), sent(answer.text))
    assert own_values() == {"1.2": 75, "2": 40}


@pytest.mark.parametrize(("only", "numbers"), [("trong", ["5"]), ("chua", ["1.1", *"222234", "5"])])
def test_page_narrowed_to_what_is_open(staff, world, indicators, only, numbers):
    make_own(world, indicators["1.2"], 75)
    url = address(world, loc=only)
    page = staff.get(url)
    assert [line.key.number for line in page.context["page"].lines.values()] == numbers
    assert [count for _, _, count in page.context["page"].choices] == [6, 5, 1]
    staff.post(url, sent(page.text) | {"5/TDMNPB:muc": "60", "cot": ""})
    assert own_values() == {"1.2": 75, "5": 60}


def test_column_is_pasted_in_the_order_of_the_lines_shown(staff, world):
    url = address(world, loc="trong")
    answer = staff.post(url, sent(staff.get(url).text) | {"act": "dan", "cot": "60"})
    assert answer.context["form"].lines["5/TDMNPB"].text.level == "60"


# ---- stored ----


def test_looser_level_is_stored_with_a_warning(staff, world):
    page = staff.get(address(world))
    answer = staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:muc": "65"}, follow=True)
    assert messages_of(answer) == [
        "Đã lưu 1 thay đổi.",
        "Đã lưu, nhưng xem lại những mức nhẹ hơn của Trung ương: 1.2 thấp hơn mức của Trung ương.",
    ]
    assert "Mức của Trung ương: ≥ 70%" in answer.text


def test_common_ground_goes_to_lines_without_one_of_their_own(staff, world):
    page = staff.get(address(world))
    changed = {"1.1/TDMNPB:xn": "on", "1.2/TDMNPB:cc": "QĐ 2", "can_cu": "QĐ 1/QĐ-UBND"}
    staff.post(address(world), sent(page.text) | changed)
    rows = Threshold.objects.exclude(province=None).order_by("indicator__position")
    assert [row.legal_reference for row in rows] == ["QĐ 1/QĐ-UBND", "QĐ 2"]


def test_level_that_had_ended_holds_again_when_confirmed(staff, world, indicators):
    make_own(world, indicators["1.2"], 75, valid_to=date(2020, 12, 31))
    page = staff.get(address(world))
    assert page.context["page"].lines["1.2/TDMNPB"].words == "≥ 70%"
    staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:xn": "on"})
    line = staff.get(address(world)).context["page"].lines["1.2/TDMNPB"]
    assert (line.is_confirmed, line.row.valid_to) == (True, None)


def test_amendment_taken_back_leaves_the_level_before(staff, world, indicators):
    make_own(world, indicators["1.2"], 75)
    make_own(world, indicators["1.2"], 80, valid_from=date(2023, 1, 1))
    page = staff.get(address(world))
    staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:bo": "on"})
    assert own_values() == {"1.2": 75}
    change = FigureChange.objects.get()
    assert (change.subject, change.old, change.new) == (
        SUBJECT, "≥ 80%; từ 01/01/2023; văn phòng xác nhận", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "day", "said"),
    [
        ("31/12/2023", "01/06/2022", "Mức đang hiện có từ 01/01/2023: chọn ngày từ đó trở đi."),
        (
            "01/06/2022",
            "01/06/2023",
            "Từ 01/01/2023 đã có mức khác: xem trang vào ngày 01/06/2023 rồi sửa ở đó.",
        ),
    ],
)
def test_day_must_follow_the_level_shown(staff, world, indicators, shown, day, said):
    make_own(world, indicators["1.2"], 75)
    make_own(world, indicators["1.2"], 80, valid_from=date(2023, 1, 1))
    url = address(world, ngay=shown)
    answer = staff.post(url, sent(staff.get(url).text) | {"1.2/TDMNPB:muc": "90", "tu": day})
    assert (answer.status_code, answer.context["form"].lines["1.2/TDMNPB"].errors) == (422, {"level": said})


def test_level_of_a_past_year_is_not_amended_later(staff, world):
    page = staff.get(address(world))
    answer = staff.post(address(world), sent(page.text) | {"2/TDMNPB/2021:muc": "34", "tu": "01/01/2022"})
    said = "Mức của năm 2021 không áp dụng được từ 01/01/2022."
    assert answer.context["form"].lines["2/TDMNPB/2021"].errors == {"level": said}


def test_bad_day_in_the_address_is_said(staff, world):
    page = staff.get(address(world, ngay="31/02/2022"))
    assert (page.status_code, page.context["page"].day) == (422, date(2023, 12, 31))


def test_history_finds_levels_by_table_and_number(staff, world):
    page = staff.get(address(world))
    staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:muc": "75", "4/TDMNPB:muc": "25"})
    found = staff.get(reverse("reports:history"), {"bang": "levels/91", "so": "4"})
    ((_, lines),) = found.context["acts"]
    assert [(line.table, line.part, line.what, line.new[:5]) for line in lines] == [
        ("Mức đạt tỉnh Hồng Lam", "Bộ 19 tiêu chí", "Mức đạt 4", "≥ 25%"),
    ]


# ---- two people ----


def test_second_save_is_told_of_the_first(staff, world, indicators):
    page = staff.get(address(world))
    staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:muc": "75"})
    answer = staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:muc": "80", "4/TDMNPB:muc": "25"})
    said = answer.context["form"].lines["1.2/TDMNPB"].errors["level"]
    assert (answer.status_code, own_values()) == (422, {"1.2": 75})
    assert said.startswith("staff vừa sửa thành “≥ 75%; từ 01/01/2020; văn phòng xác nhận”. Lưu lại để giữ")
    staff.post(address(world), sent(answer.text))
    assert own_values() == {"1.2": 80, "4": 25}


def test_lines_left_alone_do_not_stand_in_the_way(staff, world, indicators):
    page = staff.get(address(world))
    staff.post(address(world), sent(page.text) | {"1.2/TDMNPB:muc": "75"})
    answer = staff.post(address(world), sent(page.text) | {"4/TDMNPB:muc": "25"})
    assert (answer.status_code, own_values()) == (302, {"1.2": 75, "4": 25})


# ---- names and decisions, for administrators ----


def test_administrator_corrects_names(client, cast, world, indicators):
    client.force_login(cast.admin)
    url = address(world, sua="1")
    changed = {"4:ten": "Làng nghề", "4:loai": "count", "4:dv": "làng nghề"}
    form = sent(client.get(url).text) | changed | {f"{number}:nc": "on" for number in "4"}
    assert client.post(url, form).status_code == 302
    row = Indicator.objects.get(pk=indicators["4"].pk)
    assert (row.name, row.kind, row.unit, row.if_any, row.edited_by_hand) == (
        "Làng nghề", "count", "làng nghề", True, True,
    )  # fmt: skip
    told = FigureChange.objects.order_by("pk").values_list("key", "old", "new")
    assert list(told) == [
        ("4:name", "Chỉ tiêu 4", "Làng nghề"),
        ("4:kind", "tỷ lệ %", "số lượng"),
        ("4:unit", "%", "làng nghề"),
    ]


def test_wrong_name_is_said_and_kept(client, cast, world, indicators):
    client.force_login(cast.admin)
    url = address(world, sua="1")
    answer = client.post(url, sent(client.get(url).text) | {"4:ten": "", "4:loai": "count", "4:nc": "on"})
    assert (answer.status_code, answer.context["form"].name_fields["4"].error) == (422, "Điền tên chỉ tiêu.")
    assert Indicator.objects.get(pk=indicators["4"].pk).kind == "percentage"


def test_office_changes_no_names(staff, world, indicators):
    url = address(world, sua="1")
    page = staff.get(url)
    staff.post(url, sent(page.text) | {"4:ten": "Khác", "4:ten-thay": "x", "chua_dua_vao": ""})
    assert ("4:ten" in page.text, Indicator.objects.get(pk=indicators["4"].pk).name) == (False, "Chỉ tiêu 4")


def test_decision_worked_in_is_taken_off_the_note(client, cast, world, indicators):
    CriteriaSet.objects.filter(pk=world.criteria_set.pk).update(pending_decisions="QĐ 211/QĐ-TTg")
    client.force_login(cast.admin)
    url = address(world, sua="1")
    page = client.get(url)
    assert "QĐ 211/QĐ-TTg. Hãy đối chiếu" in page.text
    client.post(url, sent(page.text) | {"4:nc": "on", "chua_dua_vao": ""})
    found = CriteriaSet.objects.get(pk=world.criteria_set.pk)
    assert (found.pending_decisions, found.edited_by_hand) == ("", True)
    assert FigureChange.objects.values_list("key", "old", "new").get() == ("pending", "QĐ 211/QĐ-TTg", "")


# ---- sets by group of communes ----


def test_levels_by_group_are_entered_beside_the_common_one(staff, world, indicators):
    CriteriaSet.objects.filter(pk=world.criteria_set.pk).update(threshold_dimension="commune_group")
    Threshold.objects.filter(scope="TDMNPB").update(scope="chung")
    url = address(world, nhom="1")
    page = staff.get(url)
    changed = {"1.2/nhom_3:muc": "60", "1.2/nhom_3:ss": ">=", "1.2/chung:xn": "on"}
    staff.post(url, sent(page.text) | changed)
    rows = Threshold.objects.exclude(province=None).values_list("scope", "value", "valid_from")
    assert sorted(rows) == [("chung", 70, FIRST), ("nhom_3", 60, FIRST)]
    codes = [code for code in staff.get(address(world)).context["page"].lines if code.startswith("1.2/")]
    assert codes == ["1.2/chung", "1.2/nhom_1", "1.2/nhom_2", "1.2/nhom_3"]
