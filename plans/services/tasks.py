"""The tasks of plans as they stand on a day, and the word of the office that one is done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from communes.models import Commune
from plans.domain.tasks.board import Quarter, Standing, standing_of
from plans.domain.tasks.deadlines import is_standing
from plans.domain.tasks.keys import same_words
from plans.models import Annex, PlanTask, TaskCompletion

from .stores import StaleError

_MOST = 200  # letters of a task's heading in the reason of an act


@dataclass(frozen=True)
class TaskItem:
    """A task on a day. ``completion`` is what the office said of it, if it did."""

    task: PlanTask
    completion: TaskCompletion | None
    today: date

    @cached_property
    def changed(self) -> bool:
        """Marked done, but the row says something else by now."""
        return self.completion is not None and not same_words(self.completion.title, self.task.title)

    @cached_property
    def standing(self) -> Standing:
        marked = self.completion is not None and not self.changed
        return standing_of(
            self.task.due_to,
            done=marked or self.task.done_as_printed,
            standing=self.task.due_to is None and is_standing(self.task.due_text),
            today=self.today,
        )

    @property
    def due_to(self) -> date | None:
        return self.task.due_to

    @property
    def quarter(self) -> Quarter | None:
        return Quarter.of(self.task.due_to) if self.task.due_to else None

    @property
    def days_late(self) -> int:
        return (self.today - self.task.due_to).days if self.task.due_to else 0

    @property
    def revision(self) -> int:
        """Changes with every word about it; 0 where there is none."""
        return self.completion.changeset_id if self.completion else 0


def read_tasks(tasks: Any, today: date) -> list[TaskItem]:
    """The tasks of a queryset in their order, with what is said of them. Four queries.

    Plans, annexes and communes are few: fetched apart, not once more with each of thousands of tasks.
    """
    rows = list(tasks)
    annexes = Annex.objects.for_list().in_bulk({row.annex_id for row in rows})
    communes = Commune.objects.in_bulk({row.commune_id for row in rows if row.commune_id})
    said = TaskCompletion.objects.of_annexes(annexes)
    marks = {(mark.annex_id, mark.line, mark.step): mark for mark in said}
    for row in rows:
        row.annex = annexes[row.annex_id]
        row.plan, row.commune = row.annex.plan, communes.get(row.commune_id)
    return [TaskItem(row, marks.get((row.annex_id, row.line, row.step)), today) for row in rows]


def read_task(task: PlanTask, today: date) -> TaskItem:
    return TaskItem(task, _stored(task), today)


@dataclass(frozen=True, slots=True)
class TaskCounts:
    total: int
    overdue: int
    this_quarter: int  # of what is to be done and not overdue
    later: int
    dayless: int
    done: int


def count_tasks(items: Iterable[TaskItem], today: date) -> TaskCounts:
    items = list(items)
    now = Quarter.of(today)
    open_quarters = [item.quarter for item in items if item.standing is Standing.OPEN]
    return TaskCounts(
        total=len(items),
        overdue=_count(items, [Standing.OVERDUE]),
        this_quarter=open_quarters.count(now),
        later=sum(quarter is not None and quarter > now for quarter in open_quarters),
        dayless=_count(items, [Standing.UNKNOWN, Standing.STANDING]),
        done=_count(items, [Standing.DONE]),
    )


@dataclass(frozen=True, slots=True)
class DueCounts:
    overdue: int
    this_quarter: int


def count_due(user: User, today: date) -> DueCounts:
    """Of the plans in force that the user sees: what is to be done by this quarter's end. Two queries."""
    tasks = PlanTask.objects.visible_to(user).in_force().open_by(Quarter.of(today).last_day)
    rows = list(tasks.values_list("annex", "line", "step", "title", "due_to"))
    said = TaskCompletion.objects.of_annexes({row[0] for row in rows})
    titles = {(mark.annex_id, mark.line, mark.step): mark.title for mark in said}
    days = [
        day
        for annex, line, step, title, day in rows
        if (marked := titles.get((annex, line, step))) is None or not same_words(marked, title)
    ]
    late = sum(day < today for day in days)
    return DueCounts(late, len(days) - late)


def _count(items: Sequence[TaskItem], standings: Collection[Standing]) -> int:
    return sum(item.standing in standings for item in items)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the office says of a task that is done."""

    done_on: date
    document: str = ""
    note: str = ""

    @classmethod
    def of(cls, completion: TaskCompletion) -> "Mark":
        return cls(completion.done_on, completion.document, completion.note)

    @property
    def words(self) -> str:
        """For the history: "xong ngày 05/12/2023, văn bản 12/QĐ-UBND, đã công bố"."""
        parts = [f"xong ngày {self.done_on:%d/%m/%Y}"]
        parts += [f"văn bản {self.document}"] if self.document else []
        return ", ".join(parts + ([self.note] if self.note else []))


@dataclass(frozen=True, slots=True)
class Word:
    """Who says something about a task, from where, and the revision of it the person saw."""

    user: User
    seen: int
    address: str | None = None


def mark_done(*, task: PlanTask, mark: Mark, by: Word) -> bool:
    """Says that the task is done, or corrects what was said; false where it says so already.

    Raises StaleError where somebody else was faster.
    """
    try:
        return _mark(task, mark, by)
    except StaleError:
        if _says(_stored(task), task, mark):  # the same person, with two clicks
            return False
        raise


def _stored(task: PlanTask) -> TaskCompletion | None:
    return TaskCompletion.objects.at(task.annex, task.line, task.step)


def _says(stored: TaskCompletion | None, task: PlanTask, mark: Mark) -> bool:
    return stored is not None and Mark.of(stored) == mark and same_words(stored.title, task.title)


@transaction.atomic
def _mark(task: PlanTask, mark: Mark, by: Word) -> bool:
    stored = _stored(task)
    if _says(stored, task, mark):
        return False
    if (stored.changeset_id if stored else 0) != by.seen:
        raise StaleError
    changeset = _open(by, f"Đánh dấu xong: {_heading(task)}")
    fields = {
        "title": task.title,
        "done_on": mark.done_on,
        "document": mark.document,
        "note": mark.note,
        "changeset": changeset,
    }
    if stored:
        if not TaskCompletion.objects.replace(stored, fields):
            raise StaleError
    else:
        _create(task, fields)
    _record(task, changeset, Mark.of(stored).words if stored else "", mark.words)
    return True


def _create(task: PlanTask, fields: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            TaskCompletion.objects.create(annex=task.annex, line=task.line, step=task.step, **fields)
    except IntegrityError:
        raise StaleError from None


def take_mark_back(*, task: PlanTask, reason: str, by: Word) -> bool:
    """Unsays that the task is done; false where nobody says so. Raises StaleError."""
    try:
        return _unmark(task, reason, by)
    except StaleError:
        if _stored(task) is None:
            return False
        raise


@transaction.atomic
def _unmark(task: PlanTask, reason: str, by: Word) -> bool:
    stored = _stored(task)
    if stored is None:
        return False
    if stored.changeset_id != by.seen or not TaskCompletion.objects.drop(stored):
        raise StaleError
    changeset = _open(by, f"Bỏ đánh dấu xong ({reason}): {_heading(task)}")
    _record(task, changeset, Mark.of(stored).words, "")
    return True


def _open(by: Word, reason: str) -> Changeset:
    return open_changeset(user=by.user, channel=Changeset.Channel.BROWSER, address=by.address, reason=reason)


def _heading(task: PlanTask) -> str:
    heading = task.heading
    return heading if len(heading) <= _MOST else f"{heading[: _MOST - 1]}…"


def _record(task: PlanTask, changeset: Changeset, old: str, new: str) -> None:
    change = Change(
        subject=task.subject,
        key=task.history_key,
        old=old,
        new=new,
        province_id=task.plan.province_id,
        district_id=_district_of(task),
        commune_id=task.commune_id,
    )
    record_changes(changeset, [change])


def _district_of(task: PlanTask) -> int | None:
    """The district in which the plan knows the task's commune."""
    if task.commune_id is None:
        return None
    known = Commune.objects.with_status(task.plan.units_date).filter(pk=task.commune_id)
    return known.values_list("district_id", flat=True).first()
