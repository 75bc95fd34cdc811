"""Around the page of proposals: counts on the sheet, warning at sending, costs, departments, closing days."""

import re
from datetime import date

import pytest

from criteria.domain.proposals import Tally
from criteria.domain.stages import Action
from criteria.models import Result, Threshold
from criteria.services.proposals_counts import read_counts
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import make_commune, make_free_commune, move_submission

from .grids import DAY, address, put
from .proposals import edit, fill, page, post, reasons, sent_reasons, set_today, shown, tabs, tokens


@pytest.fixture
def filled(cast, world):
    return fill(cast, world)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    set_today(monkeypatch, DAY)


def test_the_sheet_tells_how_decisions_stand(client, cast, filled):
    client.force_login(cast.officer)
    text = client.get(address("sheet", filled, "district")).text
    told = re.search(r'<p class="note warning">Đề xuất và kết luận: (.*?)</p>', text)[1]
    assert re.sub(r"<[^>]+>", "", told) == (
        "4 đề xuất chưa kết luận; 1 kết luận khác đề xuất, 1 chưa có lý do; 7 ô chưa có căn cứ để đề xuất."
    )


def test_counts_are_kept_until_something_changes(cast, world, filled, django_assert_num_queries):
    sheet = open_sheet(filled, "district")
    ids = list(sheet.ids.values())
    assert read_counts(sheet, ids).whole == Tally(1, 1, 6, 16)
    with django_assert_num_queries(3):
        assert read_counts(sheet, ids).of(ids[:1]) == Tally(1, 1, 4, 2)
    edit(cast.staff, filled, "90201", "i1.2", 1, "30 Đ")
    assert read_counts(sheet, ids).whole == Tally(2, 2, 4, 16)
    Threshold.objects.filter(indicator__number="3").update(provenance="office")
    assert read_counts(sheet, ids).whole == Tally(2, 2, 6, 15)
    counts = read_counts(sheet, ids)
    assert (counts.of_criterion("1"), counts.of_criterion("3")) == (Tally(1, 1, 2, 5), Tally(0, 0, 2, 3))


def test_sending_warns_of_decisions_without_a_reason_and_goes_on(client, cast, filled):
    client.force_login(cast.officer)
    sending = {"action": "send", "unit": "h901:1"}
    asked = client.post(address("move", filled, "district"), sending)
    assert "1 kết luận khác đề xuất chưa có lý do. Vẫn gửi được" in asked.text
    fields = reasons(page(client, filled))
    post(client, "proposals_reasons", filled, **sent_reasons(fields, {"90101/i2": "Nữ đi làm xa"}))
    sending = {"action": "send", "unit": "h901:2"}
    assert "chưa có lý do" not in client.post(address("move", filled, "district"), sending).text
    assert client.post(address("move", filled, "district"), sending | {"sure": "1"}).status_code == 302


def test_locking_a_criterion_warns_of_that_criterion_alone(client, cast, world, filled):
    put(cast.staff, filled, "department", **{"i2_90101": "40 (nam 40; nữ 40) Đ", "i1.2_90101": "30 Đ"})
    for criterion in world.criteria[:3]:
        unit = Unit(district_id=world.north.pk, criterion_id=criterion.pk)
        move_submission(period=filled, stage="department", unit=unit, action=Action.SEND, user=cast.staff)
    client.force_login(cast.staff)
    lock = {"action": "lock", "unit": ["h901.2:2", "h901.3:1"]}
    asked = client.post(address("move", filled, "department"), lock)
    assert "1 kết luận khác đề xuất chưa có lý do. Vẫn chốt được" in asked.text


@pytest.mark.parametrize("more", [0, 8])
@pytest.mark.parametrize(("asked", "queries"), [("khac", 13), ("chua-ket-luan", 13), ("chua-co-can-cu", 12)])
def test_the_page_costs_the_same_for_more(
    client, cast, world, filled, more, asked, queries, django_assert_num_queries
):
    for number in range(more):
        make_commune(world.north, f"9019{number}", f"Xã {number}")
        put(cast.staff, filled, "district", **{f"i1.2_9019{number}": "95", f"i2_9019{number}": "30 Đ"})
    client.force_login(cast.staff)
    with django_assert_num_queries(queries):
        page(client, filled, xem=asked)


@pytest.mark.parametrize("more", [0, 8])
def test_taking_over_costs_the_same_for_more(client, cast, world, filled, more, django_assert_num_queries):
    for number in range(more):
        make_commune(world.north, f"9019{number}", f"Xã {number}")
        put(cast.staff, filled, "district", **{f"i1.2_9019{number}": "95"})
    client.force_login(cast.officer)
    waiting = page(client, filled, xem="chua-ket-luan")
    with django_assert_num_queries(29):
        client.post(address("proposals_accept", filled, "district"), {"hien": shown(waiting), "tat-ca": "1"})


def test_where_to_begin_when_there_is_too_much(client, cast, world, filled, monkeypatch):
    monkeypatch.setattr("criteria.views.proposals.FEW", 3)
    client.force_login(cast.staff)
    overview = page(client, filled).context["overview"]
    assert [(line.title, line.query, line.tally) for line in overview.districts] == [
        ("Huyện Mường Đông", "huyen=901", Tally(1, 1, 4, 7)),
        ("Huyện Tủa Xanh", "huyen=902", Tally(0, 0, 2, 9)),
    ]
    assert [(line.query, line.tally) for line in overview.criteria][:2] == [
        ("tieuchi=1", Tally(0, 0, 4, 5)),
        ("tieuchi=2", Tally(1, 1, 1, 3)),
    ]
    assert tabs(page(client, filled, tieuchi="1")) == [0, 4, 5]
    assert tabs(page(client, filled, huyen="902", xa="90101")) == [0, 2, 9]
    assert tabs(page(client, filled, xa="90101", tieuchi="2")) == [1, 1, 0]


def test_a_department_takes_over_its_own_criteria_only(client, cast, filled):
    cells = {"i1.1_90101": "1", "i1.2_90101": "95", "i2_90101": "60 (nam 70; nữ 60)"}
    put(cast.staff, filled, "department", **cells)
    client.force_login(cast.department)
    place = address("proposals", filled, "department")
    waiting = client.get(place, {"xem": "chua-ket-luan"})
    assert list(tokens(waiting)) == ["90101/c2", "90101/i2"]
    assert "2 ô chỉ xem: Bạn xem được nhưng không nhập số liệu này ở bước sở, ngành xác nhận." in waiting.text
    others = [row.token for row in waiting.context["page"].found.rows if row.measure.criterion == "1"]
    sent = {"nhan": [*tokens(waiting).values(), *others]}
    client.post(address("proposals_accept", filled, "department"), sent)
    derived = Result.objects.filter(basis="derived").order_by("key").values_list("stage", "key")
    assert list(derived) == [("department", "c2"), ("department", "i2")]


def test_after_the_closing_day_the_office_alone_takes_over(client, cast, filled, monkeypatch):
    set_today(monkeypatch, date(2022, 7, 20))
    client.force_login(cast.officer)
    waiting = page(client, filled, xem="chua-ket-luan")
    closed = "4 ô chỉ xem: Kỳ 6 tháng đầu năm 2022 đã đóng sau ngày 15/07/2022."
    assert (closed in waiting.text, tokens(waiting)) == (True, {})
    client.force_login(cast.staff)
    assert len(tokens(page(client, filled, xem="chua-ket-luan"))) == 6


def test_communes_of_no_district_are_found_by_criterion(client, cast, world, filled, monkeypatch):
    make_free_commune(world)
    put(cast.staff, filled, "district", **{"i1.2_90901": "95"})
    monkeypatch.setattr("criteria.views.proposals.FEW", 3)
    client.force_login(cast.staff)
    overview = page(client, filled).context["overview"]
    assert (overview.whole, sum(line.tally.open for line in overview.districts)) == (Tally(1, 1, 7, 20), 6)
    assert "90901/i1.2" in tokens(page(client, filled, tieuchi="1", xem="chua-ket-luan"))
    assert tabs(page(client, filled, xa="90901")) == [0, 1, 4]
