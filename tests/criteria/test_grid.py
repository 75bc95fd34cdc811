"""The page of the entry grid: whose cells, which columns, what may be written, what is said."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.domain.stages import Action
from criteria.models import Criterion, Indicator
from criteria.services.submissions import Unit
from tests.factories import (
    make_commune,
    make_criteria_set,
    make_free_commune,
    make_indicators,
    make_period,
    move_submission,
)

from .grids import DAY, address, cells, columns, communes, counts, put


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)


@pytest.fixture
def period(world):
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "percentage")])
    make_indicators(world.criteria[9], [("10", "amount")])
    return make_period(world)


@pytest.fixture
def before(world, period):
    return make_period(world, code="quy-1", name="Quý I", last_day=date(2022, 3, 14))


@pytest.fixture
def look(client, cast, period):
    """``look("officer", "bang=2", stage=…)``: the markup of the page."""

    def look(who, query="", stage="district", of=None, status=200):
        client.force_login(getattr(cast, who))
        response = client.get(f"{address('grid', of or period, stage)}?{query}")
        assert response.status_code == status
        return response.content.decode()

    return look


def move(period, unit, action, user, stage="district", reason=""):
    move_submission(period=period, stage=stage, unit=unit, action=Action(action), user=user, reason=reason)


# ---- which communes and columns ----


@pytest.mark.parametrize(
    ("who", "query", "seen"),
    [
        ("staff", "", ["90101", "90102", "90201", "90202"]),
        ("leader", "", ["90101", "90102", "90201", "90202"]),
        ("department", "", ["90101", "90102", "90201", "90202"]),
        ("officer", "", ["90101", "90102"]),
        ("district_leader", "", ["90101", "90102"]),
        ("part_officer", "", ["90101", "90201"]),
        ("clerk", "", ["90101"]),
        ("staff", "huyen=902", ["90201", "90202"]),
        ("staff", "xa=90201&xa=90101", ["90101", "90201"]),
        ("staff", "huyen=902&xa=90202", ["90202"]),
        ("part_officer", "huyen=902", ["90201"]),
    ],
)
def test_communes(look, who, query, seen):
    assert communes(look(who, query)) == seen


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", [f"c{number}" for number in range(1, 20)]),
        ("bang=tieu-chi", [f"c{number}" for number in range(1, 20)]),
        ("bang=tat-ca", ["i2.1", "i2.2", "i10"]),
        ("bang=2", ["i2.1", "i2.2", "c2"]),
        ("bang=3", ["c3"]),
    ],
)
def test_columns(look, query, keys):
    assert columns(look("officer", query)) == keys


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("officer", "huyen=902"),
        ("officer", "xa=90201"),
        ("staff", "xa=91101"),
        ("staff", "huyen=911"),
        ("staff", "huyen=901&xa=90201"),
        ("staff", "bang=20"),
        ("staff", "bang=i2.1"),
        ("staff", "loc=gi-do"),
        ("staff", "trang=0"),
    ],
)
def test_what_is_not_there_or_not_yours(look, who, query):
    look(who, query, status=404)


@pytest.mark.parametrize("stage", ["district ", "official", "tinh"])
def test_unknown_stage(client, cast, period, stage):
    client.force_login(cast.staff)
    url = address("grid", period, "district").replace("district", stage)
    assert client.get(url).status_code == 404


def test_set_of_another_size_and_without_indicators(look, world):
    period = make_period(world, code="2026", criteria_set=make_criteria_set(10))
    markup = look("officer", of=period)
    assert (columns(markup)[-1], "tat-ca" in markup) == ("c10", False)
    assert "Bảng này chưa có cột" in look("officer", "bang=tat-ca", of=period)


def test_communes_of_no_district(look, world, period):
    for number in range(3):
        make_free_commune(world, f"9090{number}")
    markup = look("staff", "xa=90900&xa=90902")
    assert communes(markup) == ["90900", "90902"]
    assert "Các xã không thuộc huyện" in look("staff")


def test_numbers_of_indicators_keep_their_order(look, world, period):
    make_indicators(world.criteria[16], [(f"17.{number}", "boolean") for number in (9, 10, 11)])
    assert columns(look("officer", "bang=17")) == ["i17.9", "i17.10", "i17.11", "c17"]


# ---- what a cell says ----


def test_cells(look, cast, period, before):
    put(cast.staff, before, "district", c1_90101="0", c2_90101="1", c3_90101="1", c4_90101="CB")
    put(cast.staff, period, "district", c1_90101="1", c2_90101="1", c3_90102={"text": "0", "note": "x"})
    found = cells(look("officer"))
    assert found["90101", "c1"] == ("met has changed", "1", 1, 'data-last="0"')
    assert found["90101", "c2"] == ("met has", "1", 1, 'data-last="1"')
    assert found["90101", "c3"] == ("", "", 0, 'data-last="1"')
    assert found["90101", "c4"] == ("", "", 0, 'data-last="CB"')
    assert found["90102", "c3"] == ("not_met has", "0", 1, "data-note")
    assert found["90102", "c4"] == ("", "", 0, "")


def test_figures_and_verdict_columns(look, cast, period):
    put(cast.staff, period, "district", **{"i2.1_90101": "45/60 Đ", "i2.2_90101": "87,5", "c2_90101": "1"})
    markup = look("officer", "bang=2")
    found = cells(markup)
    assert [found["90101", key][:2] for key in ("i2.1", "i2.2", "c2")] == [
        ("met has", "45/60 Đ"), ("has", "87,5"), ("met has verdict", "1"),
    ]  # fmt: skip
    assert counts(markup) == (["1/2", "0/0"], ["1/1", "0/1", "1/1", "1/2"])


def test_text_is_escaped(look, cast, world, period):
    make_indicators(world.criteria[2], [("3.1", "level")])
    put(cast.staff, period, "district", **{"i3.1_90101": '"><b>'})
    assert cells(look("officer", "bang=3"))["90101", "i3.1"][1] == "&quot;&gt;&lt;b&gt;"


def test_other_stages_stay_apart(look, cast, period):
    put(cast.staff, period, "self", c1_90101="1")
    assert cells(look("officer"))["90101", "c1"][1] == ""
    assert cells(look("officer", stage="self"))["90101", "c1"][1] == "1"


# ---- what may be written ----


def writable(markup):
    return {place for place, (*_, rest) in cells(markup).items() if "readonly" not in rest}


@pytest.mark.parametrize(
    ("who", "stage", "rows", "width"),
    [
        ("officer", "district", {"90101", "90102"}, 19),
        ("officer", "self", {"90101", "90102"}, 19),
        ("officer", "province", set(), 0),
        ("clerk", "self", {"90101"}, 19),
        ("clerk", "district", set(), 0),
        ("part_officer", "district", {"90101", "90201"}, 19),
        ("leader", "district", set(), 0),
        ("department", "district", set(), 0),
        ("department", "department", {"90101", "90102", "90201", "90202"}, 1),
        ("staff", "province", {"90101", "90102", "90201", "90202"}, 19),
    ],
)
def test_who_may_write_where(look, who, stage, rows, width):
    markup = look(who, stage=stage)
    free = writable(markup)
    assert ({commune for commune, _ in free}, len(free)) == (rows, len(rows) * width)
    assert ("nhưng không nhập ở bước này" in markup, "Bảng này chỉ để xem" in markup) == (not rows,) * 2


def test_sent_district_is_read_only(look, cast, world, period):
    north = Unit(district_id=world.north.pk)
    move(period, north, "send", cast.officer)
    markup = look("staff")
    assert {commune for commune, _ in writable(markup)} == {"90201", "90202"}
    assert 'aria-label="đã gửi"' in markup
    assert writable(look("officer")) == set()
    assert re.search(r"Số liệu đã gửi lúc [\d/: ]+, officer. Muốn sửa thì cần được trả lại.", look("officer"))


def test_returned_district_is_told_why(look, cast, world, period):
    north = Unit(district_id=world.north.pk)
    move(period, north, "send", cast.officer)
    move(period, north, "return", cast.staff, reason="Sai tiêu chí 1")
    markup = look("officer")
    assert re.search(r"Số liệu bị trả lại lúc [\d/: ]+, staff. Lý do: Sai tiêu chí 1", markup)
    assert len(writable(markup)) == 38


def test_figures_are_provisional_until_locked(look, cast, world, period):
    north = Unit(district_id=world.north.pk)
    assert "số liệu tạm" in look("officer")
    move(period, north, "send", cast.officer)
    assert "số liệu tạm" in look("officer")
    move(period, north, "lock", cast.staff)
    markup = look("officer")
    assert ("số liệu tạm" in markup, 'aria-label="đã chốt"' in markup) == (False, True)
    assert "số liệu tạm" in look("staff")


def test_what_a_department_sent_is_closed_by_criterion(look, cast, world, period):
    for number in (2, 5, 7):
        unit = Unit(district_id=world.north.pk, criterion_id=world.criteria[number - 1].pk)
        move(period, unit, "send", cast.staff, stage="department")
    move(period, unit, "return", cast.staff, stage="department", reason="Thiếu biên bản")
    markup = look("staff", "huyen=901", stage="department")
    free = {f"c{number}" for number in range(1, 20) if number not in (2, 5)}
    assert {key for _, key in writable(markup)} == free
    assert "Tiêu chí 2, 5: đã gửi. Muốn sửa thì cần được trả lại." in markup
    assert re.search(r"Tiêu chí 7 bị trả lại lúc [\d/: ]+, staff. Lý do: Thiếu biên bản", markup)
    assert markup.count('<small class="closed">đã gửi</small>') == 2
    assert "17 đang nhập" not in look("staff", "huyen=901&bang=2", stage="department")


@pytest.mark.parametrize(
    ("day", "who", "words", "open_"),
    [
        (date(2022, 5, 31), "officer", "mở nhập từ ngày 01/06/2022", False),
        (date(2022, 7, 16), "officer", "đã đóng sau ngày 15/07/2022", False),
        (date(2022, 7, 16), "staff", "", True),
    ],
)
def test_closed_period(look, monkeypatch, day, who, words, open_):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: day)
    markup = look(who)
    assert (words in markup, bool(writable(markup))) == (True, open_)


# ---- filters, pages, empty states ----


def test_filter_unmet(look, cast, period):
    put(cast.staff, period, "district", c1_90101="1", c2_90101="CB", c3_90102="0", c4_90201="1")
    markup = look("staff", "loc=chua-dat")
    assert (communes(markup), columns(markup)) == (["90101", "90102"], ["c2", "c3"])
    assert 'data-only="chua-dat"' in markup
    assert 'Chưa đạt (<span data-hits="td:is(.not_met, .basically_met)">2</span>)</b>' in markup
    assert "2 xã, 2 cột" in markup


def test_filter_without_data(look, cast, world, period):
    put(cast.staff, period, "district", **{f"c{number}_90101": "1" for number in range(1, 20)})
    markup = look("officer", "loc=trong")
    assert (communes(markup), len(columns(markup))) == (["90102"], 19)
    assert """Chưa có số liệu (<span data-hits="td:not(.has, .count)">19</span>)""" in look("officer")


def test_filter_changed_this_period(look, cast, period, before):
    put(cast.staff, before, "district", c1_90101="0", c2_90101="1", c3_90101="1")
    put(cast.staff, period, "district", c1_90101="1", c2_90101="1", c9_90101="1")
    markup = look("officer", "loc=thay-doi")
    assert (communes(markup), columns(markup)) == (["90101"], ["c1"])


def test_filter_with_nothing_left(look):
    markup = look("officer", "bang=2&loc=chua-dat")
    assert "Không còn ô nào" in markup
    assert '<a class="button" href="?bang=2">Xem tất cả</a>' in markup


def test_links_keep_the_rest_of_the_address(look, before):
    markup = look("staff", "huyen=901&xa=90101&xa=90102&bang=2")
    assert 'href="?huyen=901&amp;xa=90101&amp;xa=90102&amp;bang=2&amp;loc=trong"' in markup
    assert 'href="?huyen=901&amp;xa=90101&amp;xa=90102&amp;bang=tat-ca"' in markup


def test_changed_needs_a_period_before(look):
    assert 'title="Chưa có kỳ trước để so sánh"' in look("officer")


def test_many_communes_come_by_pages(look, cast, world, period):
    for number in range(50):
        make_commune(world.south, f"903{number:02}", f"Xã {number}", order=10 + number)
    put(cast.staff, period, "district", c1_90349="0")
    first, second = look("staff"), look("staff", "trang=2")
    assert (len(communes(first)), len(communes(second))) == (40, 14)
    assert ("Xã 41–54 trong 54" in second, "Cộng trang này" in second) == (True, True)
    assert '<a href="?trang=1">1</a>' in second
    assert communes(look("staff", "trang=99")) == communes(second)
    assert communes(look("staff", "loc=chua-dat")) == ["90349"]


def test_nobody_in_the_period(look, world, period):
    for commune in world.communes:
        commune.statuses.update(in_programme=False)
    markup = look("officer")
    assert ("Chưa có xã nào để nhập" in markup, 'id="grid"' in markup) == (True, False)


def test_workbooks_of_the_table_shown(look):
    base = "/nhap-lieu/91/6-thang-2022/district/bieu/commune-results"
    markup = look("officer", "huyen=901&bang=2")
    assert f'href="{base}-indicators/tai-len/"' in markup
    assert f'href="{base}-indicators/tep.xlsx?district=901"' in markup
    markup = look("leader")
    assert (f'href="{base}-criteria/tai-len/"' in markup, f'href="{base}-criteria/tep.xlsx"' in markup) == (
        False, True,
    )  # fmt: skip


def test_addresses_for_the_script(look, cast, before):
    markup = look("officer")
    opening = re.search(r'<div class="grid" id="grid"([^>]*)>', markup)[1]
    base = "/nhap-lieu/91/6-thang-2022/district"
    assert dict(re.findall(r'data-([\w-]+)="([^"]*)"', opening)) == {
        "save": f"{base}/luu/",
        "cell": f"{base}/o/",
        "user": str(cast.officer.pk),
        "sheet": "91/6-thang-2022/district",
        "sheet-name": "Huyện Mường Đông · 6 tháng đầu năm 2022 · huyện thẩm tra",
        "last-name": "Quý I",
    }


def test_queries_do_not_grow(client, cast, world, period, before):
    client.force_login(cast.staff)
    put(cast.staff, before, "district", c1_90101="1")
    put(cast.staff, period, "district", c1_90101={"text": "1", "note": "x"})
    small = count(client, f"{address('grid', period, 'district')}?xa=90101&bang=2")
    for number in range(30):
        make_commune(world.south, f"903{number:02}", f"Xã {number}", order=10 + number)
    make_indicators(world.criteria[4], [(f"5.{number}", "boolean") for number in range(1, 20)])
    fill = {f"c{n}_903{m:02}": "1" for n in range(1, 20) for m in range(30)}
    put(cast.staff, before, "district", **fill)
    put(cast.staff, period, "district", **fill)
    move(period, Unit(district_id=world.north.pk), "send", cast.officer)
    large = count(client, f"{address('grid', period, 'district')}?bang=tat-ca&loc=trong")
    assert (small, large, Criterion.objects.count(), Indicator.objects.count()) == (15, 16, 19, 22)


def test_queries_do_not_grow_with_what_was_sent(client, cast, world, period):
    client.force_login(cast.staff)
    url = f"{address('grid', period, 'department')}?huyen=901"
    small = count(client, url)
    for criterion in world.criteria:
        unit = Unit(district_id=world.north.pk, criterion_id=criterion.pk)
        move(period, unit, "send", cast.staff, stage="department")
        move(period, unit, "return", cast.staff, stage="department", reason="Thiếu biên bản")
    assert (small, count(client, url)) == (14, 14)


def count(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
