"""The page "Đề xuất và kết luận": what differs, what waits, what has no ground; taking over, giving back."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import Changeset, FigureChange
from criteria.domain.stages import Action
from criteria.models import Result, Threshold
from criteria.services.proposals_acts import ACCEPTED
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import move_submission

from .grids import DAY, address, put
from .proposals import (
    edit,
    fill,
    page,
    post,
    reasons,
    sent_reasons,
    set_today,
    shown,
    stored,
    tabs,
    tokens,
)

CHANGED = "Đề xuất hoặc số liệu đã thay đổi từ lúc bạn mở trang, hãy xem lại"


@pytest.fixture
def filled(cast, world):
    return fill(cast, world)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    set_today(monkeypatch, DAY)


def test_three_lists_of_what_an_officer_sees(client, cast, filled):
    client.force_login(cast.officer)
    answer = page(client, filled)
    assert tabs(answer) == [1, 4, 7]
    assert answer.context["page"].tab == "khac"
    waiting = page(client, filled, xem="chua-ket-luan")
    assert list(tokens(waiting)) == ["90101/c1", "90101/i1.2", "90101/c2", "90101/c4"]
    assert "90201" not in shown(waiting)
    lacks = page(client, filled, xem="chua-co-can-cu").context["page"].lacks
    assert [(group.why, group.cells, [one.measure.number for one in group.lacks]) for group in lacks] == [
        ("no_figure", 4, ["1.1", "1.2", "3", "4"]),
        ("no_sexes", 1, ["2"]),
        ("unconfirmed", 1, ["3"]),
        ("no_level", 1, ["4"]),
    ]


def test_a_decision_is_told_by_its_last_change(client, cast, filled):
    """Not by the act that brought the figure first."""
    edit(cast.officer, filled, "90101", "i2", 1, "61 (nam 70; nữ 40) Đ")
    client.force_login(cast.officer)
    told = page(client, filled).context["page"].differing[0].change
    assert (told.changeset.user, told.new) == (cast.officer, "61 (nam 70; nữ 40) Đ")


def test_a_reader_sees_all_and_takes_nothing_over(client, cast, filled):
    client.force_login(cast.leader)
    assert tabs(page(client, filled)) == [1, 6, 16]
    waiting = page(client, filled, xem="chua-ket-luan")
    assert (tokens(waiting), shown(waiting)) == ({}, "")
    assert "6 ô chỉ xem: Bạn xem được nhưng không nhập số liệu này ở bước huyện thẩm tra." in waiting.text
    answer, _ = post(client, "proposals_accept", filled, nhan="90101/c1:0:00000000")
    assert (answer.status_code, Result.objects.filter(basis="derived").count()) == (403, 0)


def test_ticked_proposals_become_decisions_and_the_figure_stays(client, cast, filled):
    client.force_login(cast.officer)
    sent = tokens(page(client, filled, xem="chua-ket-luan"))
    answer, said = post(client, "proposals_accept", filled, nhan=[sent["90101/i1.2"], sent["90101/c2"]])
    assert (answer.status_code, answer.url) == (302, address("proposals", filled, "district"))
    assert said == ["Đã nhận 2 đề xuất thành kết luận. Xem lại hoặc lấy lại"]
    assert stored(filled, "i1.2", "c2") == {
        "90101/c2": ("met", None, "derived", ""),
        "90101/i1.2": ("met", "95", "derived", ""),
        "90201/i1.2": ("no_data", "30", "asserted", ""),
    }
    changes = FigureChange.objects.filter(changeset__reason=ACCEPTED).values_list("key", "old", "new")
    assert list(changes) == [("i1.2", "95", "95 Đ"), ("c2", "", "1")]


def test_a_commune_or_all_that_is_shown_at_one_go(client, cast, filled):
    client.force_login(cast.staff)
    waiting = page(client, filled, xem="chua-ket-luan")
    _, said = post(client, "proposals_accept", filled, hien=shown(waiting), **{"ca-xa": "90201"})
    assert said == ["Đã nhận 2 đề xuất thành kết luận. Xem lại hoặc lấy lại"]
    assert stored(filled, "c1") == {"90201/c1": ("not_met", None, "derived", "")}
    _, said = post(client, "proposals_accept", filled, hien=shown(waiting), **{"tat-ca": "1"})
    assert said == [
        "Đã nhận 4 đề xuất thành kết luận. Xem lại hoặc lấy lại",
        f"{CHANGED}: Xã Đứa Mòn 1, Xã Đứa Mòn 1.2.",
    ]
    assert tabs(page(client, filled)) == [1, 0, 16]


def test_what_was_shown_otherwise_is_left_and_the_rest_stored(client, cast, filled):
    client.force_login(cast.officer)
    sent = tokens(page(client, filled, xem="chua-ket-luan"))
    Threshold.objects.filter(indicator__number="1.2").update(value=99)
    put(cast.staff, filled, "district", c2_90101="0")
    _, said = post(client, "proposals_accept", filled, nhan=list(sent.values()))
    assert said == [
        "Đã nhận 1 đề xuất thành kết luận. Xem lại hoặc lấy lại",
        f"{CHANGED}: Xã Ẳng Cang 1, Xã Ẳng Cang 1.2, Xã Ẳng Cang 2.",
    ]
    assert {at for at, row in stored(filled).items() if row[2] == "derived"} == {"90101/c4"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Chưa chọn đề xuất nào"),
        ({"tat-ca": "1", "hien": ""}, "Chưa chọn đề xuất nào"),
        ({"nhan": "90101/c1"}, "Có dòng không còn trong danh sách"),
        ({"nhan": "90101/c1:-1:00000000"}, "Có dòng không còn trong danh sách"),
        ({"nhan": "90101/c1:0:<b>"}, "Có dòng không còn trong danh sách"),
    ],
)
def test_what_no_page_sends_is_refused(client, cast, filled, data, error):
    client.force_login(cast.officer)
    answer, _ = post(client, "proposals_accept", filled, **data)
    assert (answer.status_code, error in answer.text) == (422, True)


def test_another_district_is_as_if_it_were_not_there(client, cast, filled):
    client.force_login(cast.staff)
    sent = tokens(page(client, filled, xem="chua-ket-luan"))
    client.force_login(cast.officer)
    assert page(client, filled, xa="90201").status_code == 404
    assert page(client, filled, huyen="902").status_code == 404
    _, said = post(client, "proposals_accept", filled, nhan=sent["90201/i1.2"])
    assert (said, stored(filled, "c1")) == ([], {})


def test_sent_figures_are_shown_and_kept(client, cast, world, filled):
    client.force_login(cast.officer)
    sent = tokens(page(client, filled, xem="chua-ket-luan"))
    north = Unit(district_id=world.north.pk)
    move_submission(period=filled, stage="district", unit=north, action=Action.SEND, user=cast.officer)
    waiting = page(client, filled, xem="chua-ket-luan")
    assert "4 ô chỉ xem: Số liệu đã gửi: muốn sửa thì cần được trả lại." in waiting.text
    assert (tokens(waiting), "Nhận tất cả" in waiting.text) == ({}, False)
    _, said = post(client, "proposals_accept", filled, nhan=list(sent.values()))
    assert [one.partition(":")[0] for one in said] == ["Số liệu đã gửi"]
    assert Result.objects.filter(basis="derived").count() == 0


def accept_all(client, period):
    """The act as the page left it: its number."""
    waiting = page(client, period, xem="chua-ket-luan")
    post(client, "proposals_accept", period, hien=shown(waiting), **{"tat-ca": "1"})
    return Changeset.objects.get(reason=ACCEPTED).pk


def test_a_batch_is_given_back_but_for_what_was_written_since(client, cast, filled):
    before = stored(filled)
    client.force_login(cast.officer)
    act = accept_all(client, filled)
    assert f"/lan/{act}/" in page(client, filled, xem="chua-ket-luan").text
    edit(cast.officer, filled, "90101", "i1.2", 2, "96 Đ")
    batch = client.get(address("proposals_batch", filled, "district", act))
    assert "Lấy lại 3 kết luận" in batch.text
    _, said = post(client, "proposals_undo", filled, act)
    assert said == [
        "Đã lấy lại 3 kết luận; số liệu giữ nguyên.",
        "1 ô đã được ghi lại từ đó nên giữ nguyên.",
    ]
    after = {at: row for at, row in stored(filled).items() if row[0] != "no_data" or row[1]}
    assert after == before | {"90101/i1.2": ("met", "96", "asserted", "")}
    assert f"/lan/{act}/" not in page(client, filled, xem="chua-ket-luan").text


def test_a_batch_shows_and_gives_back_the_own_communes_only(client, cast, filled):
    client.force_login(cast.staff)
    act = accept_all(client, filled)
    client.force_login(cast.clerk)  # sees one commune, and does not enter at this stage
    batch = client.get(address("proposals_batch", filled, "district", act))
    assert [line.commune.code for line in batch.context["batch"].lines] == ["90101"] * 4
    assert "Lấy lại 4" not in batch.text
    client.force_login(cast.officer)
    _, said = post(client, "proposals_undo", filled, act)
    assert said == ["Đã lấy lại 4 kết luận; số liệu giữ nguyên."]
    assert {at[:5] for at, row in stored(filled).items() if row[2] == "derived"} == {"90201"}


def test_nothing_is_given_back_once_it_is_sent(client, cast, world, filled):
    client.force_login(cast.officer)
    act = accept_all(client, filled)
    north = Unit(district_id=world.north.pk)
    move_submission(period=filled, stage="district", unit=north, action=Action.SEND, user=cast.officer)
    _, said = post(client, "proposals_undo", filled, act)
    assert said == ["4 ô chưa lấy lại được: Số liệu đã gửi hoặc đã chốt: muốn sửa thì cần được trả lại."]
    assert Result.objects.filter(basis="derived").count() == 4


def test_other_acts_are_no_batches(client, cast, filled):
    client.force_login(cast.staff)
    act = Changeset.objects.latest("pk").pk
    assert client.get(address("proposals_batch", filled, "district", act)).status_code == 404
    assert post(client, "proposals_undo", filled, act)[0].status_code == 404
    accepted = accept_all(client, filled)
    assert client.get(address("proposals_batch", filled, "self", accepted)).status_code == 404


def test_reasons_of_several_are_stored_at_one_go(client, cast, filled):
    edit(cast.staff, filled, "90201", "i1.2", 1, "30 Đ")
    client.force_login(cast.staff)
    answer = page(client, filled)
    fields = reasons(answer)
    assert ({at: text for at, (_, text) in fields.items()}, "staff, " in answer.text) == (
        {"90101/i2": "", "90201/i1.2": ""},
        True,
    )
    typed = {"90101/i2": "Nữ đi làm xa", "90201/i1.2": "  "}
    _, said = post(client, "proposals_reasons", filled, **sent_reasons(fields, typed))
    assert said == ["Đã lưu lý do của 1 kết luận."]
    assert stored(filled, "i2")["90101/i2"] == ("met", "60", "overridden", "Nữ đi làm xa")
    again = page(client, filled)
    assert list(reasons(again)) == ["90201/i1.2", "90101/i2"]
    assert "1 kết luận khác đề xuất chưa có lý do" in again.text


def test_a_reason_that_cannot_be_stored_is_kept_on_the_page(client, cast, filled):
    client.force_login(cast.officer)
    fields = reasons(page(client, filled))
    edit(cast.staff, filled, "90101", "i2", 1, "61 (nam 70; nữ 41) Đ")
    answer, _ = post(
        client, "proposals_reasons", filled, **sent_reasons(fields, {"90101/i2": "Nữ đi làm xa"})
    )
    assert (answer.status_code, CHANGED in answer.text) == (422, True)
    assert reasons(answer)["90101/i2"][1] == "Nữ đi làm xa"
    assert stored(filled, "i2")["90101/i2"][3] == ""


def test_a_reason_that_is_too_long_is_kept_on_the_page(client, cast, filled):
    client.force_login(cast.officer)
    fields = reasons(page(client, filled))
    answer, _ = post(client, "proposals_reasons", filled, **sent_reasons(fields, {"90101/i2": "x" * 301}))
    assert (answer.status_code, "Lý do tối đa 300 ký tự." in answer.text) == (422, True)
    assert reasons(answer)["90101/i2"][1] == "x" * 301


def test_the_list_as_a_workbook(client, cast, filled):
    edit(cast.staff, filled, "90201", "i1.2", 1, "30 Đ")
    sheet = open_sheet(filled, "district")
    explained = Edit(sheet.ids["90201"], "i1.2", 2, reason="=1+1")
    save_edits(sheet=sheet, user=cast.staff, edits=[explained], today=DAY)
    client.force_login(cast.staff)
    answer = client.get(address("proposals_xlsx", filled, "district"))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2))
    assert [rows[0][0].value, rows[1][0].value] == [
        "Bộ 19 tiêu chí; bước huyện thẩm tra",
        "Lập ngày 20/06/2022. 2 kết luận khác đề xuất, 1 chưa có lý do.",
    ]
    assert [cell.value for cell in rows[3]][1:10] == [
        *("Huyện Mường Đông", "Xã Ẳng Cang", "2", "2", "Chỉ tiêu 2", "60 (nam 70; nữ 40) Đ"),
        *("chưa đạt", "nữ 40 < 50% (Trung du miền núi phía Bắc)", "đạt"),
    ]
    assert (rows[4][12].value, rows[4][12].data_type, rows[4][12].quotePrefix) == ("=1+1", "s", True)


def test_a_reason_with_strange_letters_is_kept_on_the_page(client, cast, filled):
    client.force_login(cast.officer)
    fields = reasons(page(client, filled))
    answer, _ = post(client, "proposals_reasons", filled, **sent_reasons(fields, {"90101/i2": "a\0b"}))
    assert (answer.status_code, "Có ký tự lạ không lưu được." in answer.text) == (422, True)
