"""The list of tasks as a page shows it: narrowed, by quarters, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from django.core.paginator import Page, Paginator

from ntm.text import fold
from plans.domain.tasks.board import Group, Quarter, Standing, grouped, late_groups, overdue

from .tasks import TaskItem

ROWS, LATE_ROWS, OUTSIDE_ROWS = 100, 50, 20  # on a page: of all others, overdue, overdue but filtered out
_LEAD_KEY = 80  # letters by which the address names a lead agency
THIS_QUARTER = "quy-nay"
STANDINGS = {
    Standing.OVERDUE.value: "quá hạn",
    THIS_QUARTER: "đến hạn quý này",
    "chua-xong": "chưa xong",
    Standing.DONE.value: "đã xong",
    "doi-noi-dung": "nội dung đã đổi",
    Standing.UNKNOWN.value: "chưa rõ thời hạn",
    Standing.STANDING.value: "thường xuyên",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty narrows nothing. ``lead`` is a key of ``lead_key``."""

    plan: str = ""
    quarter: str = ""
    standing: str = ""
    lead: str = ""
    commune: str = ""

    def holds(self, item: TaskItem, today: date) -> bool:
        task = item.task
        return (
            (not self.plan or task.plan.slug == self.plan)
            and (not self.quarter or (item.quarter is not None and item.quarter.code == self.quarter))
            and (not self.standing or _stands(item, self.standing, today))
            and (not self.lead or lead_key(task.lead) == self.lead)
            and (not self.commune or (task.commune is not None and task.commune.code == self.commune))
        )


def _stands(item: TaskItem, wanted: str, today: date) -> bool:
    if wanted == THIS_QUARTER:
        return item.standing is Standing.OPEN and item.quarter == Quarter.of(today)
    if wanted == "chua-xong":
        return item.standing is not Standing.DONE
    if wanted == "doi-noi-dung":
        return item.changed
    return item.standing == wanted


@lru_cache(1024)
def lead_key(lead: str) -> str:
    """One key for the spellings of one agency: "Các Sở, ngành.", "các sở, ngành"."""
    return fold(lead).strip(" .,;:")[:_LEAD_KEY].strip()


Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TaskChoices:
    """What the tasks can be narrowed to, value and words."""

    plans: Choices
    quarters: Choices
    leads: Choices
    communes: Choices


def choices_of(items: Sequence[TaskItem]) -> TaskChoices:
    """Of what the tasks have; each once, since thousands share a few."""
    tasks = [item.task for item in items]
    plans = {task.plan_id: task.plan for task in tasks}
    communes = {task.commune_id: task.commune for task in tasks if task.commune}
    quarters = sorted({item.quarter for item in items if item.quarter}, reverse=True)
    leads = dict.fromkeys(task.lead for task in tasks if task.lead)
    return TaskChoices(
        plans=[(plan.slug, str(plan)) for plan in plans.values()],
        quarters=[(quarter.code, quarter.label) for quarter in quarters],
        leads=_by_words({lead_key(lead): lead for lead in reversed(leads)}),
        communes=_by_words({commune.code: commune.title for commune in communes.values()}),
    )


def _by_words(choices: dict[str, str]) -> Choices:
    return sorted(choices.items(), key=lambda pair: fold(pair[1]))


@dataclass(frozen=True, slots=True)
class TaskPage:
    """``late``: the first of those overdue that are wanted; ``hidden``: overdue, but not wanted. Where only
    overdue ones are wanted they fill the page as others do.

    ``page`` holds the rows that ``groups`` shows. ``found`` counts all that are wanted.
    """

    found: int
    late: Sequence[Group[TaskItem]]
    late_count: int
    hidden: Sequence[TaskItem]
    hidden_count: int
    groups: Sequence[Group[TaskItem]]
    page: Page

    @property
    def late_left_out(self) -> int:
        return self.late_count - sum(len(group.items) for group in self.late)


def task_page(items: Sequence[TaskItem], wanted: Wanted, number: str, today: date) -> TaskPage:
    """Overdue ones are on every page and whatever is wanted, as far as they fit."""
    found = [item for item in items if wanted.holds(item, today)]
    late, every = overdue(found), overdue(items)
    kept = {id(item) for item in late}
    hidden = [item for item in every if id(item) not in kept]
    only_late = wanted.standing == Standing.OVERDUE
    groups = late_groups(late) if only_late else grouped(found, today)
    page = Paginator([(group, item) for group in groups for item in group.items], ROWS).get_page(number)
    return TaskPage(
        found=len(found),
        late=() if only_late else late_groups(late[:LATE_ROWS]),
        late_count=0 if only_late else len(late),
        hidden=hidden[:OUTSIDE_ROWS],
        hidden_count=len(hidden),
        groups=_on_page(page),
        page=page,
    )


def _on_page(page: Page) -> list[Group[TaskItem]]:
    """The groups with those of their rows that are on the page."""
    shown: list[Group[TaskItem]] = []
    for _, pairs in groupby(page.object_list, key=lambda pair: id(pair[0])):
        rows = list(pairs)
        shown.append(replace(rows[0][0], items=[item for _, item in rows]))
    return shown
