"""Many at once on PostgreSQL: no write is lost, none passes a sending. Each thread has its own connection.

Not on SQLite: its test database lives in memory, where threads share it; a file has one writer at a time.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Changeset, FigureChange
from criteria.domain.stages import Action
from criteria.models import Result, Submission
from criteria.services.results import Edit, Status, save_edits
from criteria.services.sheets import open_sheet
from criteria.services.submissions import MoveRefusedError, Unit
from tests.factories import make_indicators, make_period, move_submission

DAY = date(2022, 6, 20)
WRITERS, ROUNDS = 8, 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share SQLite's test database"),
]


@pytest.fixture
def sheet(world):
    make_indicators(world.criteria[1], [("2.1", "percentage")])
    return open_sheet(make_period(world), "district")


def at_once(act, writers=WRITERS):
    """What ``act(number)`` returned in each of the threads, which all start together."""
    barrier = Barrier(writers)

    def run(number):
        try:
            barrier.wait(timeout=20)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(run, range(writers)))


def save(sheet, user, *edits):
    return save_edits(sheet=sheet, user=user, edits=edits, today=DAY)


def history(key="i2.1"):
    return list(FigureChange.objects.filter(key=key).order_by("pk").values_list("old", "new"))


def test_of_many_first_writes_one_is_stored_and_the_others_are_told(sheet, world, cast):
    first = world.communes[0].pk
    told = at_once(lambda n: save(sheet, cast.officer, Edit(first, "i2.1", 0, text=str(n + 10)))[0])
    stored = [outcome for outcome in told if outcome.status is Status.SAVED]
    others = [(one.status, one.text, one.cell.version, one.by) for one in told if one not in stored]
    assert others == [(Status.CONFLICT, stored[0].text, 1, "officer")] * (WRITERS - 1)
    assert (history(), Submission.objects.count()) == ([("", stored[0].text)], 1)


def test_every_write_of_one_cell_is_in_the_chain_of_its_history(sheet, world, cast):
    first = world.communes[0].pk

    def write(number):
        version = 0
        for turn in range(ROUNDS):
            status = None
            while status is not Status.SAVED:  # the person chooses the own figure each time
                text = str(1 + number * ROUNDS + turn)
                (outcome,) = save(sheet, cast.officer, Edit(first, "i2.1", version, text=text))
                version, status = outcome.cell.version, outcome.status

    at_once(write)
    chain = history()
    assert sorted(int(new) for _, new in chain) == list(range(1, WRITERS * ROUNDS + 1))
    assert all(before[1] == after[0] for before, after in pairwise(chain))
    row = Result.objects.get()
    assert (row.version, f"{row.value:.0f}") == (WRITERS * ROUNDS, chain[-1][1])


def test_writers_of_an_untouched_district_share_its_one_row(sheet, world, cast):
    first = world.communes[0].pk
    told = at_once(lambda n: save(sheet, cast.officer, Edit(first, f"c{n + 1}", 0, text="1"))[0].status)
    assert (told, Result.objects.count()) == ([Status.SAVED] * WRITERS, WRITERS)
    assert list(Submission.objects.values_list("district", "state", "revision")) == [
        (world.north.pk, "draft", WRITERS)
    ]


def test_writers_of_two_districts_do_not_wait_for_each_other_for_ever(sheet, world, cast):
    north, _, south, _ = (commune.pk for commune in world.communes)

    def write(number):
        order = (north, south) if number % 2 else (south, north)
        return [
            outcome.status
            for turn in range(ROUNDS)
            for outcome in save(
                sheet, cast.staff, *(Edit(pk, f"c{number + 1}", turn, text=str(turn % 2)) for pk in order)
            )
        ]

    assert at_once(write) == [[Status.SAVED] * 2 * ROUNDS] * WRITERS
    assert FigureChange.objects.count() == Changeset.objects.count() * 2 == WRITERS * ROUNDS * 2


def test_nothing_is_written_once_the_sending_is_done(sheet, world, cast):
    first, unit = world.communes[0].pk, Unit(district_id=world.north.pk)
    stored_then = {}

    def act(number):
        if number == 0:
            for _ in range(5000):
                if Result.objects.count() == WRITERS - 1:  # all others are at it
                    break
            given = {"period": sheet.period, "stage": sheet.stage, "unit": unit, "user": cast.officer}
            move_submission(action=Action.SEND, today=DAY, **given)
            stored_then.update(Result.objects.values_list("key", "version"))
            return None
        version, status = 0, Status.SAVED
        while status is Status.SAVED:
            (outcome,) = save(sheet, cast.officer, Edit(first, f"c{number}", version, text=str(version % 2)))
            version, status = outcome.cell.version, outcome.status
        return status

    assert at_once(act)[1:] == [Status.CLOSED] * (WRITERS - 1)
    assert dict(Result.objects.values_list("key", "version")) == stored_then
    last = FigureChange.objects.order_by("-changeset_id", "-pk")
    assert FigureChange.objects.count() == sum(stored_then.values()) + 1
    assert last.filter(key="state").count() == 1


def test_of_two_sendings_one_is_refused(sheet, world, cast):
    given = {"period": sheet.period, "stage": sheet.stage, "unit": Unit(district_id=world.north.pk)}

    def send(_):
        try:
            return move_submission(action=Action.SEND, user=cast.officer, today=DAY, **given).state
        except MoveRefusedError as error:
            return str(error)

    assert sorted(at_once(send, writers=2)) == ["Không gửi được: số liệu đã gửi.", "sent"]
    assert history("state") == [("đang nhập", "đã gửi")]


def test_return_reopens_for_those_who_wait(sheet, world, cast):
    """A write that comes while a return is under way is either stored or told, never dropped."""
    first, unit = world.communes[0].pk, Unit(district_id=world.north.pk)
    given = {"period": sheet.period, "stage": sheet.stage, "unit": unit, "today": DAY}
    move_submission(action=Action.SEND, user=cast.officer, **given)

    def act(number):
        if number == 0:
            move_submission(action=Action.RETURN, user=cast.staff, reason="Thiếu", **given)
            return None
        return save(sheet, cast.officer, Edit(first, f"c{number}", 0, text="1"))[0].status

    told = at_once(act)[1:]
    assert set(told) <= {Status.SAVED, Status.CLOSED}
    assert Result.objects.count() == told.count(Status.SAVED)
