"""The panel of one cell: what it must reach, what was said of it before, and what may be written."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.domain.stages import Action
from criteria.domain.works import Work
from criteria.models import Threshold
from criteria.services.panel import Demand, read_panel
from criteria.services.sheets import communes_of, open_sheet
from criteria.services.submissions import Unit
from tests.factories import FIRST_DAY, make_indicators, make_period, move_submission

from .grids import DAY, address, put

WORK = Work("Cứng hóa đường bản", Decimal("6.2"), "km", Decimal(2))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("criteria.views.grid.localdate", lambda: DAY)


@pytest.fixture
def indicator(world):
    return make_indicators(world.criteria[1], [("2.1", "percentage")], by_sex=True, if_any=True)[0]


@pytest.fixture
def period(world, indicator):
    return make_period(world)


@pytest.fixture
def show(client, cast, period):
    """``show("officer", "c2")``: the fragment, every run of white space one blank."""

    def show(who, key, commune="90101", stage="district", status=200):
        client.force_login(getattr(cast, who))
        response = client.get(address("cell", period, stage, commune, key))
        assert response.status_code == status
        return re.sub(r"\s+", " ", response.content.decode())

    return show


def demand(indicator, **fields):
    given = {
        "scope": "chung",
        "comparison": ">=",
        "value": Decimal(80),
        "value_text": "80",
        "legal_reference": "QĐ 318",
        "valid_from": FIRST_DAY,
        "provenance": "verified",
    }
    return Threshold.objects.create(indicator=indicator, **given | fields)


def told(period, cast, key="i2.1"):
    """What the panel says must be reached, None where no level is set."""
    sheet = open_sheet(period, "district")
    commune = communes_of(period).get(code="90101")
    return read_panel(sheet, cast.staff, commune, sheet.measures[key], DAY).demand


def test_says_what_and_how_to_write(show):
    markup = show("officer", "i2.1")
    assert "<h2>Xã Ẳng Cang · chỉ tiêu 2.1</h2>" in markup
    assert "Nam, nữ ghi riêng: 85 (nam 86; nữ 84). Chỉ xét nếu có: xã không có thì ghi KA." in markup
    assert "Chưa có mức phải đạt trong dữ liệu." in markup


def test_note_work_and_history(show, cast, period):
    put(cast.staff, period, "district", c2_90101={"text": "0", "note": "Ghi <b>", "works": (WORK,)})
    markup = show("officer", "c2")
    assert 'data-commune="90101" data-key="c2" data-v="1" data-text="0"' in markup
    assert "Ghi &lt;b&gt;</textarea>" in markup
    assert re.findall(r'name="(\w+)" value="([^"]*)"', markup) == [
        ("text", "Cứng hóa đường bản"), ("quantity", "6,2"), ("unit", "km"), ("funded", "2"),
        ("text", ""), ("quantity", ""), ("unit", ""), ("funded", ""),
    ]  # fmt: skip
    assert "trống → <ins>0</ins>" in markup
    assert "Ghi chú: trống → <ins>Ghi &lt;b&gt;</ins>" in markup
    assert "Việc còn lại: trống → <ins>Cứng hóa đường bản (6,2 km, đã bố trí vốn 2 km)</ins>" in markup
    assert re.search(r"[\d/]+ [\d:]+ · staff · trên trang", markup)


def test_history_is_of_this_cell_alone(show, cast, period):
    put(cast.staff, period, "self", c2_90101="1")
    put(cast.staff, period, "district", c2_90102="1", c1_90101="1", **{"i2.1_90101": "50"})
    assert "Chưa ai nhập ô này." in show("officer", "c2")


def test_other_stages_and_periods_before(show, cast, world, period):
    for number, day in enumerate(
        (date(2021, 6, 14), date(2021, 9, 14), date(2021, 12, 14), date(2022, 3, 14))
    ):
        before = make_period(world, code=f"ky-{number}", name=f"Kỳ {number}", last_day=day, first_day=day)
        put(cast.staff, before, "district", c2_90101="01"[number % 2])
    before.official_stage = "province"
    before.save()
    put(cast.staff, before, "province", c2_90101="CB")
    put(cast.staff, period, "self", c2_90101="KA")
    markup = show("officer", "c2")
    told = [re.sub("<[^>]*>", "", row).strip() for row in re.findall(r"<dt>(.*?)</dd>", markup)]
    assert told == [
        "Kỳ 31 (chính thức CB)", "Kỳ 20", "Kỳ 11",
        "Xã tự đánh giáKA", "Sở, ngành xác nhậnchưa có số liệu", "Tỉnh thẩm địnhchưa có số liệu",
    ]  # fmt: skip


def test_criterion_shows_its_indicators(show, cast, period, indicator):
    put(cast.staff, period, "district", **{"i2.1_90101": "45/60 Đ"})
    demand(indicator)
    markup = show("officer", "c2")
    assert "2.1. Chỉ tiêu 2.1: <b>45/60 Đ</b>" in markup
    assert "≥ 80%" in markup


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, Demand("≥ 80%", True, source="QĐ 318")),
        ({"provenance": "unverified"}, Demand("≥ 80%", False, source="QĐ 318")),
        ({"comparison": "<=", "value": Decimal("21.8")}, Demand("≤ 21,8%", True, source="QĐ 318")),
        ({"comparison": "dat", "value": None, "value_text": "Đạt"}, Demand("đạt", True, source="QĐ 318")),
        ({"year": 2022}, Demand("≥ 80% (năm 2022)", True, source="QĐ 318")),
        (
            {"scope": "TDMNPB"},
            Demand("≥ 80% (Trung du miền núi phía Bắc)", True, source="QĐ 318"),
        ),
        (
            {"value": None, "value_text": "", "set_by": "UBND cấp tỉnh"},
            Demand("chưa có mức; do UBND cấp tỉnh quy định", True, source="QĐ 318"),
        ),
    ],
)
def test_demand_in_words(cast, period, indicator, fields, wanted):
    demand(indicator, **fields)
    assert told(period, cast) == wanted


def test_demand_of_the_province(cast, world, period, indicator):
    demand(indicator)
    demand(
        indicator, province=world.province, value=Decimal(85), provenance="office", legal_reference="QĐ 12"
    )
    assert told(period, cast) == Demand("≥ 85% (tỉnh xác nhận)", True, is_own=True, source="QĐ 12")


def test_no_demand(cast, period, indicator):
    demand(indicator, scope="DBSH")
    assert told(period, cast) is None


@pytest.mark.parametrize(
    ("provenance", "badge"),
    [
        ("unverified", '<span class="badge warning">chưa xác nhận</span>'),
        ("verified", '<span class="badge ok">đã đối chiếu</span>'),
    ],
)
def test_says_how_sure_it_is(show, indicator, provenance, badge):
    demand(indicator, provenance=provenance)
    assert f"≥ 80% {badge} <span" in show("officer", "i2.1")


@pytest.mark.parametrize(
    ("who", "stage", "key", "words"),
    [
        ("officer", "district", "c2", ""),
        ("leader", "district", "c2", "Bạn xem được nhưng không nhập số liệu này ở bước huyện thẩm tra."),
        ("department", "department", "c2", ""),
        (
            "department",
            "department",
            "c1",
            "Bạn xem được nhưng không nhập số liệu này ở bước sở, ngành xác nhận.",
        ),
    ],
)
def test_read_only_with_the_reason(show, who, stage, key, words):
    markup = show(who, key, stage=stage)
    parts = [part in markup for part in ('data-part="note"', 'data-part="works"', "data-add-work")]
    assert (words in markup, parts) == (True, [not words] * 3)


def test_sent_cell_is_read_only(show, cast, world, period):
    put(cast.staff, period, "district", c2_90101={"note": "Chờ vốn", "works": (WORK,)})
    unit = Unit(district_id=world.north.pk)
    move_submission(period=period, stage="district", unit=unit, action=Action.SEND, user=cast.officer)
    markup = show("officer", "c2")
    assert "Số liệu đã gửi: muốn sửa thì cần được trả lại." in markup
    assert (markup.count("<input"), markup.count("readonly")) == (4, 5)


@pytest.mark.parametrize(
    ("commune", "key"), [("90201", "c1"), ("91101", "c1"), ("90101", "c99"), ("1", "c1")]
)
def test_what_is_not_there_or_not_yours(show, commune, key):
    show("officer", key, commune, status=404)


def test_queries_do_not_grow(client, cast, world, period, indicator):
    client.force_login(cast.officer)
    small = count(client, address("cell", period, "district", "90101", "c2"))
    indicators = make_indicators(
        world.criteria[1], [(f"2.{number}", "percentage") for number in range(2, 12)]
    )
    for one in (indicator, *indicators):
        demand(one)
    for number, day in enumerate((date(2021, 9, 14), date(2021, 12, 14))):
        before = make_period(world, code=f"ky-{number}", last_day=day, first_day=day)
        put(cast.staff, before, "district", c2_90101="1")
    put(cast.staff, period, "district", c2_90101={"text": "0", "works": (WORK, WORK)}, **{"i2.1_90101": "50"})
    assert (small, count(client, address("cell", period, "district", "90101", "c2"))) == (18, 18)


def count(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
