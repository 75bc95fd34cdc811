"""Who may send, return and lock what, alone and many at once; when, and what a second click does."""

from datetime import date

import pytest

from accounts.models import Changeset, FigureChange
from criteria.domain.stages import Action
from criteria.models import Submission
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import Move, MoveRefusedError, Unit, move_many, move_rights
from tests.factories import make_free_commune, make_period, move_submission

DAY = date(2022, 6, 20)


@pytest.fixture
def period(world):
    return make_period(world)


def unit_named(world, name):
    """ "north", "north/2" (with criterion 2), "free": a commune in none, "other": abroad."""
    place, _, criterion = name.partition("/")
    fields = {"criterion_id": world.criteria[int(criterion) - 1].pk} if criterion else {}
    if place == "free":
        return Unit(commune_id=make_free_commune(world).pk, **fields)
    district = {"north": world.north, "south": world.south, "other": world.other_district}[place]
    return Unit(district_id=district.pk, **fields)


@pytest.mark.parametrize(
    ("stage", "unit", "senders", "judges"),
    [
        ("self", "north", "admin staff officer", "admin staff officer"),
        ("self", "south", "admin staff", "admin staff"),
        ("self", "free", "admin staff", "admin staff"),
        ("district", "north", "admin staff officer", "admin staff"),
        ("district", "free", "admin staff", "admin staff"),
        ("department", "north/2", "admin staff department", "admin staff"),
        ("department", "north/1", "admin staff", "admin staff"),
        ("department", "north", "", ""),
        ("district", "north/2", "", ""),
        ("province", "north", "admin staff", "admin staff"),
        ("province", "other", "", ""),
    ],
)
def test_who_may_send_and_judge(cast, world, period, stage, unit, senders, judges):
    wanted = unit_named(world, unit)
    people = ("admin", "staff", "department", "officer", "part_officer", "clerk", "leader", "outsider")
    rights = {name: move_rights(getattr(cast, name), period, stage) for name in people}
    allowed = {
        action: " ".join(name for name in people if rights[name].allows(wanted, action)) for action in Action
    }
    assert allowed == {Action.SEND: senders, Action.RETURN: judges, Action.LOCK: judges}


@pytest.mark.parametrize(
    ("who", "stage", "sends"), [("clerk", "self", False), ("part_officer", "self", True)]
)
def test_district_of_one_commune_is_not_its_clerks(cast, world, period, who, stage, sends):
    """The clerk enters all of it, yet does not speak for it; an officer of all its communes does."""
    world.communes[1].statuses.update(in_programme=False)
    rights = move_rights(getattr(cast, who), period, stage)
    assert rights.allows(Unit(district_id=world.north.pk), Action.SEND) == sends


def test_clerk_sends_a_commune_of_no_district(cast, world, period):
    """As all are since 1/7/2025: it is its own unit, so its clerk sends what it says of itself."""
    first = world.communes[0]
    first.statuses.update(district=None)
    unit = Unit(commune_id=first.pk)
    rights = {stage: move_rights(cast.clerk, period, stage) for stage in ("self", "district")}
    assert [rights[stage].allows(unit, Action.SEND) for stage in rights] == [True, False]
    assert rights["self"].allows(unit, Action.LOCK) is False
    officer = move_rights(cast.part_officer, period, "self")  # of this commune and another
    assert [officer.allows(unit, action) for action in Action] == [True, False, False]


@pytest.mark.parametrize(
    ("today", "who", "message"),
    [
        (date(2022, 5, 31), "staff", "Kỳ 6 tháng đầu năm 2022 mở nhập từ ngày 01/06/2022."),
        (date(2022, 7, 16), "officer", "Kỳ 6 tháng đầu năm 2022 đã đóng sau ngày 15/07/2022."),
        (date(2022, 7, 16), "staff", ""),
        (date(2022, 7, 15), "officer", ""),
        (DAY, "part_officer", "Bạn không được gửi số liệu này."),
    ],
)
def test_moves_keep_to_the_days_and_rights(cast, world, period, today, who, message):
    given = {"period": period, "stage": "district", "unit": Unit(district_id=world.north.pk)}
    try:
        move_submission(action=Action.SEND, user=getattr(cast, who), today=today, **given)
        said = ""
    except MoveRefusedError as error:
        said = str(error)
    assert (said, Submission.objects.count()) == (message, int(not message))


def many(period, user, action, *units, stage="district", **given):
    moves = [Move(unit, Action(action), **given) for unit in units]
    outcomes = move_many(period=period, stage=stage, moves=moves, user=user, today=DAY)
    return [(outcome.status.value, outcome.message) for outcome in outcomes]


def test_each_unit_is_moved_by_itself(cast, world, period):
    north, south = Unit(district_id=world.north.pk), Unit(district_id=world.south.pk)
    assert many(period, cast.officer, "send", south, north) == [
        ("refused", "Bạn không được gửi số liệu này."),
        ("done", ""),
    ]
    assert many(period, cast.staff, "lock", north, south) == [
        ("done", ""),
        ("refused", "Không chốt được: số liệu đang nhập."),
    ]
    assert [(row.district, row.state) for row in Submission.objects.all()] == [(world.north, "locked")]


def test_second_click_changes_nothing(cast, world, period):
    north = Unit(district_id=world.north.pk)
    many(period, cast.officer, "send", north)
    assert many(period, cast.officer, "send", north) == [("same", "Không gửi được: số liệu đã gửi.")]
    assert (Changeset.objects.count(), FigureChange.objects.count()) == (1, 1)


def test_what_changed_since_it_was_read_is_not_locked(cast, world, period):
    north = Unit(district_id=world.north.pk)
    many(period, cast.officer, "send", north)
    seen = Submission.objects.get().revision
    many(period, cast.staff, "return", north, reason="Sai tiêu chí 1")
    edit = Edit(world.communes[0].pk, "c1", 0, text="1")
    save_edits(sheet=open_sheet(period, "district"), user=cast.officer, edits=[edit], today=DAY)
    many(period, cast.officer, "send", north)
    changed = "Số liệu đã thay đổi từ lúc bạn mở trang: hãy xem lại."
    assert many(period, cast.staff, "lock", north, revision=seen) == [("refused", changed)]
    now = Submission.objects.get().revision
    assert many(period, cast.staff, "lock", north, revision=now) == [("done", "")]
    assert many(period, cast.staff, "lock", north, revision=now)[0][0] == "same"


def test_row_is_moved_from_the_revision_that_was_seen_or_not_at_all(cast, world, period):
    """What the check before cannot know: somebody wrote between it and the move."""
    many(period, cast.officer, "send", Unit(district_id=world.north.pk))
    row = Submission.objects.get()
    moves = [
        Submission.objects.move(row.pk, ["sent"], revision=revision, state="locked")
        for revision in (row.revision - 1, row.revision)
    ]
    assert moves == [False, True]


def test_return_needs_a_reason_in_bounds(cast, world, period):
    north = Unit(district_id=world.north.pk)
    many(period, cast.officer, "send", north)
    assert many(period, cast.staff, "return", north, reason=" \n ")[0][1] == "Trả lại cần có lý do."
    assert many(period, cast.staff, "return", north, reason="x" * 501)[0][0] == "refused"
    assert many(period, cast.staff, "return", north, reason="  Thiếu  xã Nà Tấu ") == [("done", "")]
    assert (Submission.objects.get().reason, Changeset.objects.first().reason) == ("Thiếu xã Nà Tấu",) * 2
