"""PlanTask from the annexes of tasks and of inspections."""

from collections.abc import Iterable, Iterator

from plans.annexes import inspection_schedule, policy_tasks
from plans.domain.table import AnnexTable
from plans.domain.tasks.keys import LOST, follow
from plans.domain.tasks.steps import Task, inspection_tasks
from plans.domain.tasks.steps import policy_tasks as tasks_of
from plans.models import Annex, Plan, PlanTask, TaskCompletion

TASK_ANNEXES = frozenset({policy_tasks.CODE, inspection_schedule.CODE})


def project_policy_tasks(annex: Annex, table: AnnexTable) -> None:
    """One task a row."""
    _rebuild(annex, tasks_of(table, only_year(annex.plan)))


def project_inspections(annex: Annex, table: AnnexTable) -> None:
    """One task for each step of a row."""
    _rebuild(annex, inspection_tasks(table, only_year(annex.plan)))


def only_year(plan: Plan) -> int | None:
    """The year that a deadline without a year is in: that of a plan for one year."""
    return plan.first_year if plan.first_year == plan.last_year else None


def _rebuild(annex: Annex, tasks: Iterable[Task]) -> None:
    PlanTask.objects.of_annex(annex).delete()
    made = PlanTask.objects.bulk_create(_stored(annex, tasks), batch_size=500)
    _follow_titles(annex, made)


def _stored(annex: Annex, tasks: Iterable[Task]) -> Iterator[PlanTask]:
    seen: set[tuple[str, str]] = set()
    for position, task in enumerate(tasks, start=1):
        line = _line_of_its_own(task, seen)
        seen.add((line, task.step))
        unit = task.unit
        yield PlanTask(
            plan_id=annex.plan_id,
            annex=annex,
            line=line,
            step=task.step,
            position=position,
            section=task.section,
            title=task.title,
            commune_id=unit.id if unit and unit.level == "commune" else None,
            lead=task.lead,
            partners=task.partners,
            authority=task.authority,
            due_text=task.due_text,
            due_from=task.due.date_from if task.due else None,
            due_to=task.due.date_to if task.due else None,
            done_as_printed=task.done,
        )


def _line_of_its_own(task: Task, seen: set[tuple[str, str]]) -> str:
    """Rows may come without a number, or with the same one twice."""
    line, again = task.line or "0", 2
    while (line, task.step) in seen:
        line, again = f"{task.line[:34] or '0'}#{again}", again + 1
    return line


def _follow_titles(annex: Annex, tasks: Iterable[PlanTask]) -> None:
    """A row that has another number by now takes its completion along."""
    rows = TaskCompletion.objects.of_annex(annex)
    stored = {row.pk: ((row.line, row.step), row.title) for row in rows}
    moved = follow(stored, [((task.line, task.step), task.title) for task in tasks])
    for pk in moved:  # first out of each other's way: two may change places
        TaskCompletion.objects.move(pk, f"{LOST}{pk}", "")
    for pk, (line, step) in moved.items():
        TaskCompletion.objects.move(pk, line, step)
