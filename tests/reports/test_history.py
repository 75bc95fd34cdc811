"""The log: what stands in it, who sees it, how it is narrowed, paged and taken along."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.domain.changes import Change
from accounts.models import Changeset
from accounts.services import open_changeset, record_changes, reset_password
from criteria.domain.stages import Action
from criteria.domain.works import Work
from criteria.models import ReportingPeriod
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from plans.services.results import kept, results_annex
from reports.services import history, history_workbook
from tests.factories import make_indicators, make_period, move_submission

DAY = date(2022, 6, 20)
PLAN = "plan/hong-lam-2022-45/criteria-matrix"


@pytest.fixture
def told(world, cast):
    """A figure with note and work, an indicator, two figures of a plan, a sending, its return, a password."""
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    period = make_period(world)
    sheet = open_sheet(period, "district")
    first, _, third, _ = world.communes
    work = Work("Cứng hóa đường", 6, "km", 2)
    edits = [
        Edit(first.pk, "c2", 0, text="0", note="Đường liên bản", works=(work,)),
        Edit(first.pk, "i2.1", 0, text="45/60"),
    ]
    save_edits(sheet=sheet, user=cast.officer, edits=edits, today=DAY, address="10.0.0.5")
    changeset = open_changeset(user=cast.staff, channel="upload", reason="Biểu 02.xlsx")
    of = (world.province.pk, world.south.pk, third.pk)
    record_changes(changeset, [Change(PLAN, "7", "", "1", *of), Change(PLAN, "result", "18", "19", *of)])
    given = {"period": period, "stage": "district", "unit": Unit(district_id=world.north.pk), "today": DAY}
    move_submission(action=Action.SEND, user=cast.officer, **given)
    move_submission(action=Action.RETURN, user=cast.staff, reason="Thiếu số km", address="10.0.0.9", **given)
    reset_password(user=cast.department, by=cast.staff)


def lines(client, user, **query):
    """What the page shows: of each act person and reason, then its changes."""
    client.force_login(user)
    response = client.get(reverse("reports:history"), query)
    assert response.status_code == 200
    return [
        (str(act.changeset.user), act.changeset.reason, [(line.unit, line.what, line.new) for line in found])
        for act, found in response.context["acts"]
    ]


RESULTS = (
    "officer",
    "",
    [
        ("Xã Ẳng Cang", "Tiêu chí 2", "0"),
        ("Xã Ẳng Cang", "Tiêu chí 2, ghi chú", "Đường liên bản"),
        ("Xã Ẳng Cang", "Tiêu chí 2, việc còn lại", "Cứng hóa đường (6 km, đã bố trí vốn 2 km)"),
        ("Xã Ẳng Cang", "Chỉ tiêu 2.1", "45/60"),
    ],
)
TARGETS = (
    "staff",
    "Biểu 02.xlsx",
    [("Xã Đứa Mòn", "Tiêu chí 7", "1"), ("Xã Đứa Mòn", "Kết quả", "19")],
)
SENT = ("officer", "", [("Huyện Mường Đông", "Tình trạng gửi", "đã gửi")])
RETURNED = ("staff", "Thiếu số km", [("Huyện Mường Đông", "Tình trạng gửi", "bị trả lại")])
PASSWORD = ("staff", "Đặt lại mật khẩu của department", [])


def test_everything_newest_first(client, told, cast):
    assert lines(client, cast.staff) == [PASSWORD, RETURNED, SENT, TARGETS, RESULTS]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("admin", [PASSWORD, RETURNED, SENT, TARGETS, RESULTS]),
        ("leader", [RETURNED, SENT, TARGETS, RESULTS]),
        ("officer", [RETURNED, SENT, RESULTS]),
        ("district_leader", [RETURNED, SENT, RESULTS]),
        ("part_officer", [TARGETS, RESULTS]),
        ("clerk", [RESULTS]),
        ("outsider", []),
    ],
)
def test_each_sees_the_own_area(client, told, cast, who, seen):
    found = lines(client, getattr(cast, who))
    assert [act[:2] for act in found] == [act[:2] for act in seen]


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"q": "duong lien"}, ["Tiêu chí 2, ghi chú"]),
        ({"q": "xã Đứa mòn"}, ["Tiêu chí 7", "Kết quả"]),
        ({"q": "thieu so"}, ["Tình trạng gửi"]),
        ({"q": "10.0.0.9"}, ["Tình trạng gửi"]),
        ({"nguoi": "OFFI", "loai": "gui"}, ["Tình trạng gửi"]),
        ({"so": "2"}, [line[1] for line in RESULTS[2]]),
        ({"so": "2.1"}, ["Chỉ tiêu 2.1"]),
        ({"so": "7"}, ["Tiêu chí 7"]),
        ({"so": " 17.10 "}, []),
        ({"loai": "ket-qua", "so": "2.1"}, ["Chỉ tiêu 2.1"]),
        ({"loai": "ke-hoach"}, ["Tiêu chí 7", "Kết quả"]),
        ({"loai": "tra-lai"}, ["Tình trạng gửi"]),
        ({"loai": "tai-khoan"}, ["Đặt lại mật khẩu của department"]),
        ({"bang": "plan/hong-lam-2022-45"}, ["Tiêu chí 7", "Kết quả"]),
        ({"bang": "result/91/6-thang-2022", "loai": "gui"}, ["Tình trạng gửi", "Tình trạng gửi"]),
        ({"tu": "01/01/2022", "den": "31/12/2022"}, []),
    ],
)
def test_filters(client, told, cast, query, seen):
    found = lines(client, cast.staff, **query)
    assert [what for _, reason, rows in found for what in ([row[1] for row in rows] or [reason])] == seen


def test_workbooks_of_results_are_no_tables_of_their_own(client, told, cast):
    before = lines(client, cast.officer)
    kept(results_annex(ReportingPeriod.objects.get(), "district", "commune-results-criteria"))
    assert lines(client, cast.officer) == before


def test_nothing_yet_and_nothing_found(client, world, cast):
    client.force_login(cast.staff)
    pages = [client.get(reverse("reports:history"), query).content.decode() for query in ({}, {"q": "có gì"})]
    assert ["Chưa có thay đổi nào" in page for page in pages] == [True, False]
    assert ["Không có thay đổi nào: có “có gì”" in page for page in pages] == [False, True]


@pytest.mark.parametrize(("kind", "seen"), [("h", 2), ("x", 0)])
def test_filter_by_unit(client, told, cast, world, kind, seen):
    """The district with all that lies in it, or one commune."""
    unit = world.north if kind == "h" else world.communes[1]
    assert len(lines(client, cast.staff, donvi=f"{kind}{unit.pk}", loai="gui")) == seen


def test_unit_of_others_cannot_be_asked_for(client, told, cast, world):
    client.force_login(cast.officer)
    response = client.get(reverse("reports:history"), {"donvi": f"h{world.south.pk}"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["donvi"])


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"so": "bảy"}, "so", "Ghi số tiêu chí như 7 hoặc chỉ tiêu như 2.1."),
        ({"tu": "31/2/2022"}, "tu", "Ngày này không có, hoặc chưa theo mẫu 25/06/2026."),
        ({"tu": "02/02/2022", "den": "01/02/2022"}, "den", "Ngày cuối không được trước ngày đầu."),
    ],
)
def test_wrong_filter_is_told_and_kept(client, told, cast, query, field, message):
    client.force_login(cast.staff)
    for name in ("reports:history", "reports:history_xlsx"):
        response = client.get(reverse(name), query)
        assert (response.status_code, response.context["form"].errors) == (422, {field: [message]})
        page = response.content.decode()
        assert (f'value="{query[field]}"' in page, "Chưa lọc được" in page) == (True, True)


def test_addresses_are_for_those_who_manage(client, told, cast):
    seen = {}
    for user in (cast.staff, cast.leader):
        client.force_login(user)
        page = client.get(reverse("reports:history")).content.decode()
        book = client.get(reverse("reports:history_xlsx")).content
        heads = [cell.value for cell in load_workbook(io.BytesIO(book)).active[3]]
        seen[user] = ("10.0.0.9" in page, "Từ địa chỉ" in heads)
    assert seen == {cast.staff: (True, True), cast.leader: (False, False)}
    assert lines(client, cast.leader, q="10.0.0.9") == []


@pytest.mark.parametrize("counted", [3, 1000])
def test_pages_go_on_from_an_act(client, told, cast, monkeypatch, counted):
    """The same whether all that is found is known, or only that there is more."""
    monkeypatch.setattr(history, "ACTS", 2)
    monkeypatch.setattr(history, "COUNTED", counted)
    page = reverse("reports:history")
    client.force_login(cast.staff)
    log = client.get(page).context["log"]
    seen = [(len(log.acts), log.newer)]
    while log.older:
        log = client.get(page, {"truoc": log.older}).context["log"]
        seen.append((len(log.acts), log.newer is not None))
    assert seen == [(2, None), (2, True), (1, True)]
    log = client.get(page, {"sau": log.newer}).context["log"]
    assert ([str(act.changeset.user) for act in log.acts], bool(log.newer)) == (["officer", "staff"], True)
    log = client.get(page, {"sau": log.newer}).context["log"]
    assert ([act.changeset.reason for act in log.acts], log.newer) == ([PASSWORD[1], RETURNED[1]], None)


def test_long_act_is_folded_and_shown_by_itself(client, told, cast, monkeypatch):
    monkeypatch.setattr(history, "LINES", 1)
    monkeypatch.setattr(history, "ALL_LINES", 3)
    client.force_login(cast.officer)
    response = client.get(reverse("reports:history"))
    long = response.context["log"].acts[-1]
    assert (len(long.lines), long.changed, long.left_out) == (1, 4, 3)
    assert "Xem cả 4 thay đổi của lần này" in response.content.decode()
    whole = client.get(reverse("reports:history"), {"lan": long.changeset.pk, "trang": "2"}).context["log"]
    assert (whole.found, whole.page.number, len(whole.acts[0].lines)) == (4, 2, 1)


def test_act_of_others_is_not_shown_by_itself(client, told, cast):
    pk = Changeset.objects.get(reason="Biểu 02.xlsx").pk
    assert (lines(client, cast.clerk, lan=pk), lines(client, cast.staff, lan=pk)) == ([], [TARGETS])


def test_more_than_is_counted_is_said(client, told, cast, monkeypatch):
    monkeypatch.setattr(history, "COUNTED", 3)
    client.force_login(cast.staff)
    assert "Hơn 3 thay đổi" in client.get(reverse("reports:history")).content.decode()


def book_of(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("reports:history_xlsx"), query)
    rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    return [tuple(cell or "" for cell in row) for row in rows]


def test_workbook_holds_exactly_what_is_filtered(client, told, cast):
    title, note, heads, *rows = book_of(client, cast.staff, so="2.1")
    assert (title[0], heads[-4:]) == ("Lịch sử thay đổi số liệu", ("Số liệu", "Trước", "Sau", "Lý do"))
    assert note[0].endswith(", tiêu chí, chỉ tiêu 2.1.")
    assert [row[1:] for row in rows] == [
        ("officer", "officer", "trên trang", "10.0.0.5", "Kỳ 6 tháng đầu năm 2022", "huyện thẩm tra",
         "Huyện Mường Đông", "Xã Ẳng Cang", "Chỉ tiêu 2.1", "", "45/60", "")
    ]  # fmt: skip


def test_workbook_has_acts_without_figures_in_their_place(client, told, cast):
    rows = book_of(client, cast.staff)[3:]
    assert [(row[9], row[12]) for row in rows[:3]] == [
        ("", PASSWORD[1]),
        ("Tình trạng gửi", "Thiếu số km"),
        ("Tình trạng gửi", ""),
    ]
    assert len(rows) == 9


def test_workbook_says_where_it_is_cut(client, told, cast, monkeypatch):
    monkeypatch.setattr(history_workbook, "MOST", 2)
    _, _, cut, *rows = book_of(client, cast.staff)
    assert cut[0] == ("Có 9 dòng, tệp này chỉ ghi 2 dòng mới nhất. Hãy lọc theo ngày để lấy phần còn lại.")
    assert [row[12] for row in rows] == ["Lý do", PASSWORD[1], "Thiếu số km"]


def test_workbook_computes_nothing(client, told, cast, world):
    first = world.communes[0]
    sheet = open_sheet(make_period(world, code="khac"), "district")
    save_edits(sheet=sheet, user=cast.officer, edits=[Edit(first.pk, "c1", 0, note="=1+1")], today=DAY)
    client.force_login(cast.staff)
    content = client.get(reverse("reports:history_xlsx"), {"q": "=1+1"}).content
    cell = load_workbook(io.BytesIO(content)).active["L4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.parametrize("acts", [1, 30])
def test_queries_do_not_grow(client, world, cast, django_assert_num_queries, acts):
    sheet = open_sheet(make_period(world), "province")
    first = world.communes[0].pk
    for version in range(acts):
        edits = [Edit(first, f"c{number}", version, text=str(version % 2)) for number in range(1, 15)]
        save_edits(sheet=sheet, user=cast.staff, edits=edits, today=DAY)
    client.force_login(cast.staff)
    with django_assert_num_queries(16):
        client.get(reverse("reports:history"))
