"""Who may add and take away evidence, and why not: by role, step, sending and day."""

from datetime import date

import pytest

from criteria.domain.stages import Action
from criteria.services.evidence_rights import NOT_YOURS, evidence_rights
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Unit
from tests.factories import make_period, move_submission

BEFORE, DAY, AFTER = date(2022, 5, 31), date(2022, 6, 20), date(2022, 7, 16)
PEOPLE = ("admin", "staff", "department", "officer", "part_officer", "clerk", "leader", "outsider")
OPENS = "Kỳ 6 tháng đầu năm 2022 mở nhập từ ngày 01/06/2022."
CLOSED = "Kỳ 6 tháng đầu năm 2022 đã đóng sau ngày 15/07/2022."
SENT = "Số liệu bước {} đã gửi: muốn thêm, bớt minh chứng thì cần được trả lại."


@pytest.fixture
def period(world, cast):
    return make_period(world)


def send(period, user, stage, **unit):
    move_submission(period=period, stage=stage, unit=Unit(**unit), action=Action.SEND, user=user)


def why(period, world, user, day, commune=0, criterion=1):
    """Why the user may not bring evidence of the second criterion, which the department leads."""
    sheet = open_sheet(period, period.official_stage)
    found = world.communes[commune]
    rights = evidence_rights(sheet, user, [(found.pk, sheet.districts[found.pk])], day)
    return rights.why_closed(found.pk, sheet.criterion_of(f"c{criterion + 1}"))


def of_all(period, world, cast, day, **cell):
    return [why(period, world, getattr(cast, name), day, **cell) for name in PEOPLE]


@pytest.mark.parametrize(
    ("day", "cell", "expected"),
    [
        (DAY, {}, ["", "", "", "", "", "", NOT_YOURS, NOT_YOURS]),
        (DAY, {"criterion": 0}, ["", "", NOT_YOURS, "", "", "", NOT_YOURS, NOT_YOURS]),
        (DAY, {"commune": 2}, ["", "", "", NOT_YOURS, "", NOT_YOURS, NOT_YOURS, NOT_YOURS]),
        (BEFORE, {}, [OPENS] * 6 + [NOT_YOURS] * 2),
        (AFTER, {}, ["", "", *[CLOSED] * 4, NOT_YOURS, NOT_YOURS]),
    ],
)
def test_rights_by_role_and_day(period, world, cast, day, cell, expected):
    assert of_all(period, world, cast, day, **cell) == expected


def test_sent_figures_keep_their_evidence(period, world, cast):
    send(period, cast.officer, "self", district_id=world.north.pk)
    clerk = SENT.format("xã tự đánh giá")
    assert of_all(period, world, cast, DAY) == ["", "", "", "", "", clerk, NOT_YOURS, NOT_YOURS]
    send(period, cast.officer, "district", district_id=world.north.pk)
    district = SENT.format("huyện thẩm tra")
    expected = ["", "", "", district, district, clerk, NOT_YOURS, NOT_YOURS]
    assert of_all(period, world, cast, DAY) == expected


def test_office_may_after_the_closing_day_what_it_may_enter(period, world, cast):
    for stage in ("self", "district", "province"):
        send(period, cast.staff, stage, district_id=world.north.pk)
    assert why(period, world, cast.staff, AFTER) == ""  # the department's step is still open
    send(period, cast.staff, "department", district_id=world.north.pk, criterion_id=world.criteria[1].pk)
    assert (why(period, world, cast.staff, DAY), why(period, world, cast.staff, AFTER)) == (
        "",
        SENT.format("tỉnh thẩm định"),
    )


@pytest.mark.parametrize(("who", "queries"), [("staff", 0), ("officer", 2), ("clerk", 1), ("leader", 0)])
def test_rights_cost_a_query_for_each_step(period, world, cast, who, queries, django_assert_num_queries):
    sheet, user = open_sheet(period, "district"), getattr(cast, who)
    places = [(one.pk, sheet.districts[one.pk]) for one in world.communes]
    assert user.areas
    with django_assert_num_queries(queries):
        evidence_rights(sheet, user, places, DAY)
