"""Confirming the levels of a set: one page, one save, rows of the province's own, history."""

from datetime import date

import pytest

from accounts.models import Changeset, FigureChange
from criteria.models import Threshold

from .levels import FIRST, SUBJECT, address, make_level, make_levels, sent


@pytest.fixture
def indicators(world):
    return make_levels(world)


@pytest.fixture
def page(client, cast, world, indicators):
    """The page as the office is shown it, and sending it back with changes."""
    client.force_login(cast.staff)

    def post(changed, **asked):
        url = address(world, **asked)
        return client.post(url, sent(client.get(url).text) | changed)

    return post


def own():
    rows = Threshold.objects.exclude(province=None).order_by("indicator__position", "year", "valid_from")
    return [(row.indicator.number, row.year, row.value, row.valid_from) for row in rows]


def test_page_shows_lines_and_counts(client, cast, world, indicators):
    client.force_login(cast.staff)
    shown = client.get(address(world)).context["page"]
    assert (shown.confirmed, shown.indicators, shown.day) == (0, 6, date(2023, 12, 31))
    assert {code: line.words for code, line in shown.lines.items()} == {
        "1.1/TDMNPB": "đạt",
        "1.2/TDMNPB": "≥ 70%",
        "2/TDMNPB/2020": "≥ 30",
        "2/TDMNPB/2021": "≥ 33",
        "2/TDMNPB/2022": "≥ 36",
        "2/TDMNPB/2023": "≥ 39",
        "3/TDMNPB": "≥ 100%; a) ≥ 50% khi số trường > 3",
        "4/TDMNPB": "≥ 20%",
        "5/TDMNPB": "chưa có mức",
    }


def test_unchanged_page_stores_nothing(page):
    assert page({}).status_code == 302
    assert (own(), Changeset.objects.count()) == ([], 0)


def test_ticked_lines_become_the_province_s_own(page, world):
    page({"1.2/TDMNPB:xn": "on", "3/TDMNPB:xn": "on"})
    assert own() == [("1.2", None, 70, FIRST), ("3", None, 100, FIRST)]
    row = Threshold.objects.get(province=world.province, indicator__number="3")
    assert row.parts == [{"part": "a", "comparison": ">=", "threshold": "50", "condition": "b > 3"}]
    assert (row.provenance, row.edited_by_hand, row.comparison) == ("office", True, ">=")
    assert Threshold.objects.filter(province=None, provenance="office").count() == 0


def test_all_are_confirmed_with_one_save(page, world, client):
    ticked = {f"tc:{number}": "on" for number in "12345"}
    page(ticked | {"5/TDMNPB:muc": "≥ 60 %", "4/TDMNPB:khong": "met"})
    shown = client.get(address(world)).context["page"]
    assert (shown.confirmed, len(own()), Changeset.objects.count()) == (6, 9, 1)
    assert Threshold.objects.get(province=world.province, indicator__number="4").if_absent == "met"


def test_history_says_old_and_new(page):
    page({"2/TDMNPB/2022:muc": "40", "2/TDMNPB/2022:cc": "QĐ 12/QĐ-UBND"})
    (change,) = FigureChange.objects.all()
    assert (change.subject, change.key) == (SUBJECT, "2/TDMNPB/2022")
    assert change.old == "≥ 36; từ 01/01/2020; chưa đối chiếu"
    assert change.new == "≥ 40; từ 01/01/2020; văn phòng xác nhận; căn cứ: QĐ 12/QĐ-UBND"


def test_every_problem_is_said_at_once_and_nothing_stored(page):
    answer = page(
        {"1.2/TDMNPB:muc": "bảy mươi", "3/TDMNPB:p0": "101", "5/TDMNPB:xn": "on", "4/TDMNPB:muc": "25"}
    )
    errors = {code: mine.errors for code, mine in answer.context["form"].lines.items() if mine.errors}
    assert (answer.status_code, own()) == (422, [])
    assert errors == {
        "1.2/TDMNPB": {"level": "“bảy mươi” không phải là số. Ví dụ: 70 hoặc 1,5."},
        "3/TDMNPB": {"part0": "Tỷ lệ không thể lớn hơn 100 %."},
        "5/TDMNPB": {"level": "Điền mức đạt trước khi xác nhận."},
    }
    assert 'name="4/TDMNPB:muc" value="25"' in answer.text


def test_same_day_corrects_and_later_day_amends(page):
    page({"1.2/TDMNPB:muc": "75"})
    page({"1.2/TDMNPB:muc": "76"})
    assert own() == [("1.2", None, 76, FIRST)]
    page({"1.2/TDMNPB:muc": "80", "tu": "01/01/2023"})
    assert own() == [("1.2", None, 76, FIRST), ("1.2", None, 80, date(2023, 1, 1))]


@pytest.mark.parametrize(("day", "value"), [("31/12/2022", 76), ("01/01/2023", 80)])
def test_page_shows_the_level_of_its_day(client, cast, world, indicators, day, value):
    for from_day, level in ((FIRST, 76), (date(2023, 1, 1), 80)):
        row = {"province": world.province, "provenance": "office", "valid_from": from_day}
        make_level(indicators["1.2"], value=level, **row)
    client.force_login(cast.leader)
    assert client.get(address(world, ngay=day)).context["page"].lines["1.2/TDMNPB"].level.value == value


@pytest.mark.parametrize("day", ["31/12/2019", "01/01/2024"])
def test_day_outside_the_set_is_refused(page, day):
    answer = page({"1.2/TDMNPB:xn": "on", "tu": day})
    said = ["Bộ tiêu chí có hiệu lực từ 01/01/2020 đến 31/12/2023: chọn ngày trong đó."]
    assert (answer.status_code, answer.context["form"].errors["tu"], own()) == (422, said, [])
    assert "Chưa lưu gì: hãy sửa những ô báo lỗi rồi lưu lại." in answer.text
