from datetime import date

import pytest

from accounts.services import open_changeset
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.models import PlanTask, TaskCompletion
from plans.services.project_tasks import project_inspections, project_policy_tasks
from plans.services.tables import index_of
from plans.services.uploads import confirm_upload, receive_upload, review_upload, undo_upload
from tests.factories import make_annex

from .free import TASK_HEADS, lay_out


def item(line, name, unit=None, **cells):
    given = {key: Cell(text, text) for key, text in ({"name": name} | cells).items()}
    return Row(RowKind.ITEM, unit, given, line=line)


def table(*rows):
    return AnnexTable(rows)


@pytest.fixture
def annex(world):
    return make_annex(world.plan, "policy-tasks", position=3)


def titles():
    return list(PlanTask.objects.values_list("line", "step", "title"))


def told(annex):
    return list(TaskCompletion.objects.of_annex(annex).values_list("line", "title"))


def mark(annex, user, line, title):
    changeset = open_changeset(user=user, channel="browser")
    fields = {"title": title, "done_on": date(2023, 12, 1), "changeset": changeset}
    return TaskCompletion.objects.create(annex=annex, line=line, **fields)


def test_a_version_replaces_the_tasks_of_the_last(annex):
    project_policy_tasks(annex, table(item("1", "Đề án"), item("2", "Nghị quyết")))
    project_policy_tasks(annex, table(item("1", "Kế hoạch", due="Quý IV/2023", lead="Sở A")))
    (task,) = PlanTask.objects.all()
    assert (task.title, task.lead, task.due_text) == ("Kế hoạch", "Sở A", "Quý IV/2023")
    assert (task.due_from, task.due_to) == (date(2023, 10, 1), date(2023, 12, 31))


def test_tasks_of_another_annex_stay(world, annex):
    other = make_annex(world.plan, "inspection-schedule", position=4)
    project_policy_tasks(annex, table(item("1", "Đề án")))
    project_inspections(other, table(item("I.1", "Xã A", check_1="Rà soát")))
    assert titles() == [("1", "", "Đề án"), ("I.1", "check_1", "Xã A\nRà soát")]


def test_a_step_is_of_its_commune(world, annex):
    unit = index_of(annex).communes[0]
    project_inspections(annex, table(item("I.1", "Xã Ẳng Cang", unit, appraisal="Đã công bố")))
    (task,) = PlanTask.objects.all()
    assert (task.commune_id, task.done_as_printed) == (unit.id, True)


def test_a_year_left_out_is_read_in_a_plan_for_one_year_only(world, annex):
    rows = table(item("1", "Đề án", due="Quý IV"))
    project_policy_tasks(annex, rows)
    assert PlanTask.objects.get().due_to is None
    world.plan.first_year = world.plan.last_year = 2023
    world.plan.save()
    project_policy_tasks(annex, rows)
    assert PlanTask.objects.get().due_to == date(2023, 12, 31)


def test_rows_without_a_number_of_their_own_are_kept(annex):
    project_policy_tasks(annex, table(item("", "A"), item("", "B"), item("1", "C"), item("1", "D")))
    assert titles() == [("0", "", "A"), ("0#2", "", "B"), ("1", "", "C"), ("1#2", "", "D")]


def test_texts_of_any_length_are_kept(annex):
    long = "Sở Nông nghiệp; " * 60
    project_policy_tasks(annex, table(item("1", long, lead=long, authority=long, due=long)))
    task = PlanTask.objects.get()
    assert (task.title, task.lead, task.authority, task.due_text) == (long, long, long, long)


def test_a_completion_goes_with_its_row(annex, cast):
    mark(annex, cast.staff, "1", "Đề án")
    mark(annex, cast.staff, "2", "Nghị quyết")
    project_policy_tasks(annex, table(item("1", "Nghị quyết"), item("2", "Đề án"), item("3", "Kế hoạch")))
    assert told(annex) == [("1", "Nghị quyết"), ("2", "Đề án")]


def test_a_completion_whose_row_went_is_found_again(annex, cast):
    mark(annex, cast.staff, "1", "Đề án")
    kept = mark(annex, cast.staff, "2", "Nghị quyết")
    project_policy_tasks(annex, table(item("2", "Đề án")))
    assert told(annex) == [("2", "Đề án"), (f"~{kept.pk}", "Nghị quyết")]
    project_policy_tasks(annex, table(item("1", "Đề án"), item("2", "Nghị quyết")))
    assert told(annex) == [("1", "Đề án"), ("2", "Nghị quyết")]


def sheet(*rows):
    return lay_out(TASK_HEADS, [[(number, name, "Sở A", "", "", due) for number, name, due in rows]])


def bring(annex, user, data):
    upload, found = receive_upload(annex=annex, user=user, name="bieu03.xlsx", data=data)
    assert found
    confirm_upload(upload=upload, user=user, digest=review_upload(upload).digest)
    return upload


def test_from_the_workbook_to_the_mark_and_back(annex, cast):
    bring(annex, cast.staff, sheet((1, "Đề án", "Quý III/2023"), (2, "Nghị quyết", "trước ngày 01/12/2023")))
    assert titles() == [("1", "", "Đề án"), ("2", "", "Nghị quyết")]
    mark(annex, cast.staff, "2", "Nghị quyết")
    later = sheet(
        (1, "Đề án", "Quý III/2023"), (2, "Kế hoạch", "Quý IV/2023"), (3, "Nghị quyết", "Quý IV/2023")
    )
    second = bring(annex, cast.staff, later)
    assert (titles()[1:], told(annex)) == (
        [("2", "", "Kế hoạch"), ("3", "", "Nghị quyết")],
        [("3", "Nghị quyết")],
    )
    undo_upload(upload=second, user=cast.staff)
    assert (titles()[1:], told(annex)) == ([("2", "", "Nghị quyết")], [("2", "Nghị quyết")])
