"""The one writer of results: who may write what, what stands in the way, and what the history keeps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Changeset, FigureChange, Role
from criteria.domain.stages import Action
from criteria.domain.values import State
from criteria.domain.works import Work
from criteria.models import RemainingWork, Result
from criteria.services.results import Cell, Edit, Status, load_cells, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import MoveRefusedError, Unit, locked_communes
from tests.factories import (
    make_free_commune,
    make_indicators,
    make_membership,
    make_period,
    make_user,
    move_submission,
)

DAY = date(2022, 6, 20)


@pytest.fixture
def period(world):
    make_indicators(world.criteria[9], [("10", "amount")])
    make_indicators(world.criteria[1], [("2.1", "percentage"), ("2.2", "percentage")])
    return make_period(world)


@pytest.fixture
def sheet(period):
    return open_sheet(period, "district")


@pytest.fixture
def save(sheet, cast):
    """``save(user, commune, key, version, text=…)``: what became of one edit."""

    def save(user, commune, key, version=0, today=DAY, **parts):
        edit = Edit(commune.pk, key, version, **parts)
        return save_edits(sheet=sheet, user=user, edits=[edit], today=today)[0]

    return save


def test_sheet_has_criteria_and_indicators_in_order(sheet):
    keys = list(sheet.measures)
    assert keys[:6] == ["c1", "c2", "i2.1", "i2.2", "c3", "c4"]
    assert keys[10:14] == ["c9", "c10", "i10", "c11"]


def test_saves_and_records(save, sheet, cast, world):
    first = world.communes[0]
    outcome = save(cast.officer, first, "i2.1", text="45/60 đạt")
    assert (outcome.status, outcome.text, outcome.cell.version) == (Status.SAVED, "45/60 Đ", 1)
    row = Result.objects.get()
    assert (row.state, row.value, row.numerator, row.indicator.number) == ("met", Decimal(75), 45, "2.1")
    change = FigureChange.objects.get()
    assert (change.subject, change.key, change.old, change.new, change.commune, change.district) == (
        sheet.subject, "i2.1", "", "45/60 Đ", first, world.north,
    )  # fmt: skip


def test_the_largest_figures_come_back_as_they_went_in(save, sheet, cast, world):
    """One the database cannot give back would keep the whole commune from being read."""
    first, largest = world.communes[0], "99999999999999"
    saved = save(cast.officer, first, "i10", text="9999999999999,99", works=(Work("x", Decimal(largest)),))
    cells = load_cells(sheet, [first.pk], works=True)
    assert cells == {(first.pk, "i10"): saved.cell}
    assert save(cast.officer, first, "i2.1", text=f"1/{largest}").status == Status.SAVED
    assert load_cells(sheet, [first.pk])[first.pk, "i2.1"].value.denominator == Decimal(largest)


def test_saving_the_same_again_writes_nothing(save, cast, world):
    save(cast.officer, world.communes[0], "c1", text="1")
    again = save(cast.officer, world.communes[0], "c1", 0, text="đạt")
    assert (again.status, again.cell.version, Changeset.objects.count()) == (Status.SAME, 1, 1)


def test_second_person_meets_a_conflict(save, cast, world):
    save(cast.officer, world.communes[0], "c1", text="1")
    late = save(cast.staff, world.communes[0], "c1", 0, text="0")
    assert (late.status, late.text, late.by, late.cell.version) == (Status.CONFLICT, "1", "officer", 1)
    chosen = save(cast.staff, world.communes[0], "c1", late.cell.version, text="0")
    assert (chosen.status, chosen.text, chosen.cell.version) == (Status.SAVED, "0", 2)


def test_clearing_keeps_the_row_and_the_history(save, cast, world, sheet):
    first = world.communes[0]
    save(cast.officer, first, "c1", text="1")
    cleared = save(cast.officer, first, "c1", 1, text="")
    assert (cleared.status, cleared.text, cleared.cell.version) == (Status.SAVED, "", 2)
    assert list(FigureChange.objects.order_by("pk").values_list("old", "new")) == [("", "1"), ("1", "")]
    assert load_cells(sheet, [first.pk]) == {(first.pk, "c1"): Cell(version=2)}


def test_note_and_works_live_beside_the_figure(save, cast, world, sheet):
    first, work = world.communes[0], Work("Cần cứng hóa", Decimal("6.2"), "km", Decimal(2))
    save(cast.officer, first, "c2", text="0", note="Đường liên bản\n  Ẳng Cang ", works=(work,))
    after = save(cast.officer, first, "c2", 1, note="Đường liên bản Ẳng Cang")
    assert after.cell.note == "Đường liên bản Ẳng Cang"
    stored = load_cells(sheet, [first.pk], works=True)[first.pk, "c2"]
    assert (stored.value.state, stored.works, stored.version) == (State.NOT_MET, (work,), 2)
    assert RemainingWork.objects.count() == 1
    assert FigureChange.objects.get(key="c2:works").new == "Cần cứng hóa (6,2 km, đã bố trí vốn 2 km)"


@pytest.mark.parametrize(
    ("who", "place", "stage", "key", "status"),
    [
        ("officer", 0, "district", "c1", "saved"),
        ("officer", 0, "self", "c1", "saved"),
        ("officer", 2, "district", "c1", "refused"),
        ("officer", 0, "province", "c1", "refused"),
        ("part_officer", 2, "district", "c1", "saved"),
        ("clerk", 0, "self", "c1", "saved"),
        ("clerk", 0, "district", "c1", "refused"),
        ("clerk", 1, "self", "c1", "refused"),
        ("leader", 0, "district", "c1", "refused"),
        ("department", 0, "department", "c2", "saved"),
        ("department", 0, "department", "i2.1", "saved"),
        ("department", 0, "department", "c1", "refused"),
        ("department", 0, "district", "c2", "refused"),
        ("staff", 2, "province", "c1", "saved"),
        ("admin", 2, "department", "c1", "saved"),
        ("outsider", 0, "province", "c1", "refused"),
    ],
)
def test_who_may_write_what(cast, world, period, who, place, stage, key, status):
    edit = Edit(world.communes[place].pk, key, 0, text="" if key.startswith("i") else "1", note="x")
    sheet = open_sheet(period, stage)
    (outcome,) = save_edits(sheet=sheet, user=getattr(cast, who), edits=[edit], today=DAY)
    assert (outcome.status, Result.objects.count()) == (status, int(status == "saved"))


def test_department_without_a_name_enters_nothing(world, period):
    """It would lead every criterion, above all those that nobody leads."""
    user = make_user("nobody")
    make_membership(user, Role.DEPARTMENT, world.province).save()
    edits = [Edit(world.communes[0].pk, key, 0, text="1") for key in ("c1", "c2")]
    outcomes = save_edits(sheet=open_sheet(period, "department"), user=user, edits=edits, today=DAY)
    assert ([outcome.status for outcome in outcomes], user.enters) == (["refused", "refused"], False)


def test_each_edit_is_judged_by_itself(sheet, cast, world):
    first, second, third, _ = (commune.pk for commune in world.communes)
    edits = [
        Edit(first, "c1", 0, text="1"),
        Edit(first, "c2", 0, text="hai"),
        Edit(third, "c1", 0, text="1"),
        Edit(second, "c99", 0, text="1"),
        Edit(second, "i2.1", 0, text="120"),
    ]
    outcomes = save_edits(sheet=sheet, user=cast.officer, edits=edits, today=DAY)
    codes = [(outcome.status, outcome.code) for outcome in outcomes]
    assert codes == [
        ("saved", ""), ("refused", "bad-mark"), ("refused", "not-allowed"),
        ("refused", "not-allowed"), ("refused", "out-of-range"),
    ]  # fmt: skip


def test_two_edits_of_one_cell_are_a_mistake_of_the_caller(sheet, cast, world):
    edit = Edit(world.communes[0].pk, "c1", 0, text="1")
    with pytest.raises(ValueError, match="two edits"):
        save_edits(sheet=sheet, user=cast.officer, edits=[edit, replace(edit, text="0")], today=DAY)


def move(period, world, action, user, **given):
    unit = Unit(district_id=world.north.pk)
    return move_submission(
        period=period, stage="district", unit=unit, action=Action(action), user=user, **given
    )


def test_sent_figures_are_fixed_until_returned(save, period, cast, world):
    first, _, third, _ = world.communes
    save(cast.officer, first, "c1", text="1")
    assert move(period, world, "send", cast.officer).state == "sent"
    for user in (cast.officer, cast.staff, cast.admin):
        assert save(user, first, "c1", 1, text="0").status == Status.CLOSED
    assert save(cast.staff, third, "c1", text="1").status == Status.SAVED  # another district
    assert move(period, world, "return", cast.staff, reason="Sai tiêu chí 1").state == "returned"
    assert save(cast.officer, first, "c1", 1, text="0").status == Status.SAVED


def test_moves_follow_each_other(period, cast, world):
    with pytest.raises(MoveRefusedError, match="Không chốt được: số liệu đang nhập"):
        move(period, world, "lock", cast.staff)
    move(period, world, "send", cast.officer)
    with pytest.raises(MoveRefusedError, match="Trả lại cần có lý do"):
        move(period, world, "return", cast.staff)
    assert move(period, world, "lock", cast.staff).is_locked
    with pytest.raises(MoveRefusedError, match="Không gửi được: số liệu đã chốt"):
        move(period, world, "send", cast.officer)
    told = FigureChange.objects.filter(key="state").order_by("pk").values_list("old", "new")
    assert list(told) == [("đang nhập", "đã gửi"), ("đã gửi", "đã chốt")]


@pytest.mark.parametrize(
    ("today", "who", "status"),
    [
        (date(2022, 5, 31), "staff", "closed"),
        (date(2022, 6, 1), "officer", "saved"),
        (date(2022, 7, 15), "officer", "saved"),
        (date(2022, 7, 16), "officer", "closed"),
        (date(2022, 7, 16), "staff", "saved"),
    ],
)
def test_period_opens_and_closes(save, cast, world, today, who, status):
    assert save(getattr(cast, who), world.communes[0], "c1", today=today, text="1").status == status


def test_office_of_another_province_is_kept_out_after_closing(save, cast, world):
    """Somebody may be officer here and work in the coordination office there."""
    make_membership(cast.officer, Role.PROVINCE_STAFF, world.other_province).save()
    late = save(cast.officer, world.communes[0], "c1", today=date(2022, 7, 16), text="1")
    assert late.status == Status.CLOSED


def test_locked_communes(period, cast, world):
    first, second, third, _ = (commune.pk for commune in world.communes)
    districts = {first: world.north.pk, second: world.north.pk, third: world.south.pk}
    move(period, world, "send", cast.officer)
    assert locked_communes(period, "district", districts) == frozenset()
    move(period, world, "lock", cast.staff)
    assert locked_communes(period, "district", districts) == {first, second}
    assert locked_communes(period, "department", districts) == frozenset()


def test_what_a_department_confirmed_is_fixed_alone(period, cast, world):
    first = world.communes[0]
    unit = Unit(district_id=world.north.pk, criterion_id=world.criteria[1].pk)
    given = {"period": period, "stage": "department", "unit": unit, "user": cast.department}
    move_submission(action=Action.SEND, **given)
    sheet = open_sheet(period, "department")
    edits = [Edit(first.pk, "c2", 0, text="1"), Edit(first.pk, "c1", 0, text="1")]
    outcomes = save_edits(sheet=sheet, user=cast.staff, edits=edits, today=DAY)
    assert [outcome.status for outcome in outcomes] == ["closed", "saved"]


def test_commune_without_a_district_is_sent_by_itself(cast, world):
    period = make_period(world)
    commune = make_free_commune(world, "90999")
    sheet = open_sheet(period, "district")
    edit = Edit(commune.pk, "c1", 0, text="1")
    save_edits(sheet=sheet, user=cast.staff, edits=[edit], today=DAY)
    unit = Unit(commune_id=commune.pk)
    move_submission(period=period, stage="district", unit=unit, action=Action.SEND, user=cast.staff)
    (outcome,) = save_edits(
        sheet=sheet, user=cast.staff, edits=[replace(edit, version=1, text="0")], today=DAY
    )
    assert outcome.status == "closed"


def test_commune_that_moved_belongs_to_its_district_of_then(cast, world, period):
    first = world.communes[0]
    first.statuses.update(valid_to=date(2022, 6, 13))
    first.statuses.create(district=world.south, valid_from=date(2022, 6, 14))
    edit = Edit(first.pk, "c1", 0, text="1")
    sheet = open_sheet(period, "district")
    (outcome,) = save_edits(sheet=sheet, user=cast.officer, edits=[edit], today=DAY)
    assert outcome.status == "refused"
