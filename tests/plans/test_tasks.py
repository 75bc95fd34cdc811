"""The services behind the tasks: who says that one is done, and what becomes of it."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import Changeset, FigureChange
from plans.domain.tasks.board import Standing
from plans.models import Plan, PlanTask, TaskCompletion
from plans.services.stores import StaleError
from plans.services.task_page import Wanted, choices_of, lead_key, task_page
from plans.services.tasks import (
    DueCounts,
    Mark,
    TaskCounts,
    Word,
    count_due,
    count_tasks,
    mark_done,
    read_task,
    read_tasks,
    take_mark_back,
)
from tests.factories import make_annex, make_plan

TODAY = date(2023, 11, 20)
MARK = Mark(date(2023, 11, 18), "12/QĐ-UBND", "đã công bố")


def make_task(annex, line="1", **fields):
    given = {"title": f"Việc {line}", "position": 1, "due_text": "Quý IV/2023"} | fields
    return PlanTask.objects.create(plan=annex.plan, annex=annex, line=line, **given)


@pytest.fixture
def annex(world):
    Plan.objects.update(state="issued")
    return make_annex(Plan.objects.get(pk=world.plan.pk), "policy-tasks", position=3, label="Biểu số 03")


def standings(tasks):
    return [(item.task.line, item.standing) for item in read_tasks(tasks, TODAY)]


def said(user, seen=0):
    return Word(user, seen, "10.0.0.1")


def test_a_mark_is_kept_with_the_words_of_its_task(annex, cast):
    task = make_task(annex, title="Đề án\nchi tiết", due_to=date(2023, 9, 30))
    assert mark_done(task=task, mark=MARK, by=said(cast.staff)) is True
    completion = TaskCompletion.objects.get()
    assert (completion.title, Mark.of(completion)) == ("Đề án\nchi tiết", MARK)
    assert (completion.changeset.reason, completion.changeset.address) == ("Đánh dấu xong: Đề án", "10.0.0.1")
    assert standings(PlanTask.objects.all()) == [("1", Standing.DONE)]


def test_the_history_says_what_was_marked(world, annex, cast):
    task = make_task(annex, "I.1", step="recognition.2", commune=world.communes[0])
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    change = FigureChange.objects.get()
    assert (change.subject, change.key) == (f"plan/{annex.plan.slug}/policy-tasks", "task:I.1/recognition.2")
    assert (change.old, change.new) == ("", "xong ngày 18/11/2023, văn bản 12/QĐ-UBND, đã công bố")
    assert (change.commune, change.district) == (world.communes[0], world.north)


def test_the_same_said_twice_is_said_once(annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    assert mark_done(task=task, mark=MARK, by=said(cast.staff)) is False
    assert Changeset.objects.count() == 1


def late(monkeypatch, seen):
    """The first to look sees what stood there before somebody else wrote."""
    real, first = TaskCompletion.objects.at, [seen]
    monkeypatch.setattr(TaskCompletion.objects, "at", lambda *at: first.pop() if first else real(*at))


def test_two_clicks_at_once_are_one(annex, cast, monkeypatch):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    late(monkeypatch, None)
    assert mark_done(task=task, mark=MARK, by=said(cast.staff)) is False
    assert Changeset.objects.count() == 1


def test_two_at_once_do_not_overwrite_each_other(annex, cast, monkeypatch):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    late(monkeypatch, None)
    with pytest.raises(StaleError):
        mark_done(task=task, mark=replace(MARK, document="13"), by=said(cast.admin))


def test_two_clicks_take_a_mark_back_once(annex, cast, monkeypatch):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    stored = TaskCompletion.objects.get()
    by = said(cast.staff, stored.changeset_id)
    take_mark_back(task=task, reason="nhầm", by=by)
    late(monkeypatch, stored)
    assert take_mark_back(task=task, reason="nhầm", by=by) is False


def test_what_another_has_said_meanwhile_is_not_overwritten(annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    with pytest.raises(StaleError):
        mark_done(task=task, mark=replace(MARK, document="13"), by=said(cast.admin))
    assert TaskCompletion.objects.get().document == "12/QĐ-UBND"


def test_who_saw_it_may_correct_it(annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    seen = read_task(task, TODAY).revision
    assert mark_done(task=task, mark=replace(MARK, document="13/QĐ"), by=said(cast.admin, seen)) is True
    assert TaskCompletion.objects.get().document == "13/QĐ"


def test_a_mark_is_taken_back_with_its_reason(annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    seen = read_task(task, TODAY).revision
    assert take_mark_back(task=task, reason="đánh nhầm", by=said(cast.staff, seen)) is True
    assert take_mark_back(task=task, reason="đánh nhầm", by=said(cast.staff, seen)) is False
    assert TaskCompletion.objects.count() == 0
    newest = FigureChange.objects.first()
    assert (newest.new, newest.changeset.reason) == ("", "Bỏ đánh dấu xong (đánh nhầm): Việc 1")


def test_nobody_takes_back_what_he_has_not_seen(annex, cast):
    task = make_task(annex)
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    with pytest.raises(StaleError):
        take_mark_back(task=task, reason="nhầm", by=said(cast.staff, 0))


def test_a_task_that_says_something_else_by_now_is_not_done(annex, cast):
    task = make_task(annex, due_to=date(2023, 9, 30))
    mark_done(task=task, mark=MARK, by=said(cast.staff))
    PlanTask.objects.update(title="Việc khác")
    (item,) = read_tasks(PlanTask.objects.all(), TODAY)
    assert (item.changed, item.standing) == (True, Standing.OVERDUE)
    mark_done(task=item.task, mark=MARK, by=said(cast.staff, item.revision))
    assert standings(PlanTask.objects.all()) == [("1", Standing.DONE)]


def test_counts(annex):
    days = [date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31), None, date(2023, 3, 31)]
    for line, day in enumerate(days, start=1):
        make_task(
            annex, str(line), due_to=day, due_text="" if day else "Sẽ báo sau", done_as_printed=line == 5
        )
    make_task(annex, "6", due_text="Thường xuyên")
    counts = count_tasks(read_tasks(PlanTask.objects.all(), TODAY), TODAY)
    assert counts == TaskCounts(total=6, overdue=1, this_quarter=1, later=1, dayless=2, done=1)


@pytest.fixture
def items(world, annex):
    first, second = world.communes[:2]
    make_task(annex, "1", due_to=date(2023, 9, 30), lead="Sở Nông nghiệp và PTNT", commune=first)
    make_task(annex, "2", due_to=date(2023, 12, 31), lead="Các Sở, ngành", commune=second, position=2)
    make_task(annex, "3", due_to=date(2024, 3, 31), lead="các sở, ngành.", position=3)
    make_task(annex, "4", due_text="Thường xuyên", position=4)
    return read_tasks(PlanTask.objects.all(), TODAY)


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        (Wanted(), "1234"),
        (Wanted(quarter="2023-4"), "2"),
        (Wanted(standing="qua-han"), "1"),
        (Wanted(standing="quy-nay"), "2"),
        (Wanted(standing="chua-xong"), "1234"),
        (Wanted(standing="thuong-xuyen"), "4"),
        (Wanted(standing="xong"), ""),
        (Wanted(lead=lead_key("CÁC SỞ, NGÀNH")), "23"),
        (Wanted(commune="90101"), "1"),
        (Wanted(plan="khac"), ""),
    ],
)
def test_narrowing(items, wanted, lines):
    assert "".join(item.task.line for item in items if wanted.holds(item, TODAY)) == lines


def test_choices(items, annex):
    choices = choices_of(items)
    assert choices.plans == [(annex.plan.slug, str(annex.plan))]
    assert [code for code, _ in choices.quarters] == ["2024-1", "2023-4", "2023-3"]
    assert [words for _, words in choices.leads] == ["Các Sở, ngành", "Sở Nông nghiệp và PTNT"]
    assert choices.communes == [("90101", "Xã Ẳng Cang"), ("90102", "Xã Nà Tấu")]


def shown(page):
    return [(group.title, [item.task.line for item in group.items]) for group in (*page.late, *page.groups)]


def test_overdue_tasks_stand_first(items):
    assert shown(task_page(items, Wanted(), "1", TODAY)) == [
        ("Quá hạn · Quý III/2023", ["1"]),
        ("Quý IV/2023", ["2"]),
        ("Quý I/2024", ["3"]),
        ("Thường xuyên, định kỳ", ["4"]),
    ]


def test_overdue_tasks_are_told_of_whatever_is_wanted(items):
    page = task_page(items, Wanted(quarter="2023-4"), "1", TODAY)
    assert shown(page) == [("Quý IV/2023", ["2"])]
    assert (page.hidden_count, [item.task.line for item in page.hidden]) == (1, ["1"])


def test_overdue_tasks_stand_on_every_page(annex, monkeypatch):
    monkeypatch.setattr("plans.services.task_page.ROWS", 2)
    monkeypatch.setattr("plans.services.task_page.LATE_ROWS", 1)
    for line in "123":
        make_task(annex, line, due_to=date(2023, 9, int(line)))
        make_task(annex, f"1{line}", due_to=date(2023, 12, int(line)))
    items = read_tasks(PlanTask.objects.all(), TODAY)
    second = task_page(items, Wanted(), "2", TODAY)
    assert shown(second) == [("Quá hạn · Quý III/2023", ["1"]), ("Quý IV/2023", ["13"])]
    assert (second.late_count, second.late_left_out) == (3, 2)
    late = task_page(items, Wanted(standing="qua-han"), "2", TODAY)
    assert shown(late) == [("Quá hạn · Quý III/2023", ["3"])]


def test_drafts_ask_nothing(world, annex, cast):
    draft = make_plan(world.province, world.criteria_set, slug="du-thao", number="")
    make_task(make_annex(draft, "policy-tasks"))
    make_task(annex, "2")
    rows = PlanTask.objects.visible_to(cast.staff)
    assert (rows.count(), [task.line for task in rows.in_force()]) == (2, ["2"])


@pytest.mark.parametrize("count", [1, 30])
def test_reading_takes_four_queries(world, annex, count, django_assert_num_queries):
    for line in range(count):
        make_task(annex, str(line), commune=world.communes[line % 4])
    with django_assert_num_queries(4):
        items = read_tasks(PlanTask.objects.of_plan(annex.plan), TODAY)
        assert len({str(item.task.plan.province) + item.task.annex.label for item in items}) == 1


def test_due_counts_leave_out_what_is_done_and_what_is_later(annex, cast):
    days = {"1": date(2023, 11, 19), "2": TODAY, "3": date(2023, 12, 31), "4": date(2024, 1, 1), "5": None}
    made = {line: make_task(annex, line, due_to=day) for line, day in days.items()}
    make_task(annex, "6", due_to=date(2023, 9, 30), done_as_printed=True)
    assert count_due(cast.staff, TODAY) == DueCounts(overdue=1, this_quarter=2)
    mark_done(task=made["1"], mark=MARK, by=said(cast.staff))
    assert count_due(cast.leader, TODAY) == DueCounts(overdue=0, this_quarter=2)
    PlanTask.objects.filter(line="1").update(title="Việc khác")  # the row says something else by now
    assert count_due(cast.leader, TODAY) == DueCounts(overdue=1, this_quarter=2)
    assert count_due(cast.outsider, TODAY) == DueCounts(0, 0)
    Plan.objects.update(state="draft")
    assert count_due(cast.staff, TODAY) == DueCounts(0, 0)
