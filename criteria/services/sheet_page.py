"""What the page of a sheet shows, and what becomes of an act on the units ticked in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.contrib.messages import constants as levels

from criteria.domain.progress import BEFORE
from criteria.domain.stages import OPEN_STATES, Action, Stage, SubmissionState
from criteria.models import Criterion

from .confirming import CriterionGroup, CriterionLine, Taken, read_confirmations, take_over
from .lines import StageView, UnitLine
from .overview import Overview
from .sheets import closed_reason
from .submissions import Move, MoveOutcome, MoveStatus, Unit, move_many

Said = list[tuple[int, str]]  # level of a message, its text
MAX_LINES = 120  # of criteria × units; more are shown one criterion at a time
DONE_WORDS = {Action.SEND: "Đã gửi", Action.RETURN: "Đã trả lại", Action.LOCK: "Đã chốt"}
SAME_WORDS = {
    Action.SEND: "Đã gửi từ trước, không đổi gì",
    Action.RETURN: "Đã trả lại từ trước, không đổi gì",
    Action.LOCK: "Đã chốt từ trước, không đổi gì",
}
PICKS = {"cho-duyet": (SubmissionState.SENT,), "chua-gui": OPEN_STATES, "da-chot": (SubmissionState.LOCKED,)}
PICK_WORDS = {"cho-duyet": "chờ duyệt", "chua-gui": "chưa gửi", "da-chot": "đã chốt"}


@dataclass(frozen=True)
class SheetPage:
    """``groups`` only at the stage ``department``; ``criterion`` is the number of the one chosen there."""

    overview: Overview
    stage: Stage
    views: Mapping[Stage, StageView]
    groups: Sequence[CriterionGroup]
    criterion: str
    criteria: Sequence[Criterion]

    @property
    def view(self) -> StageView:
        return self.views[self.stage]

    @property
    def by_criterion(self) -> bool:
        return self.stage is Stage.DEPARTMENT

    @cached_property
    def lines(self) -> dict[str, UnitLine | CriterionLine]:
        if self.by_criterion:
            return {line.key: line for group in self.groups for line in group.lines}
        return {line.key: line for line in self.view.lines}

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self.lines)

    @cached_property
    def allowed(self) -> frozenset[Action]:
        return frozenset(action for line in self.lines.values() for action in line.allowed)

    @cached_property
    def possible(self) -> frozenset[Action]:
        """What can be done to one of the lines now: nothing is offered that can only be refused."""
        return frozenset(action for line in self.lines.values() for action in line.possible)

    @property
    def may_send(self) -> bool:
        return Action.SEND in self.possible

    @property
    def may_return(self) -> bool:
        return Action.RETURN in self.possible

    @property
    def may_lock(self) -> bool:
        return Action.LOCK in self.possible

    @property
    def may_judge(self) -> bool:
        return Action.LOCK in self.allowed

    @cached_property
    def may_take(self) -> bool:
        """Whether figures of another step may be taken over: only by who may send, as the own ones."""
        return self.may_send and self.stage is not Stage.SELF and not self.overview.closed

    def keys_of(self, standing: str) -> list[str]:
        """Of the lines that wait for approval ("cho-duyet"), or have not been sent ("chua-gui")."""
        states = PICKS.get(standing, ())
        return [key for key, line in self.lines.items() if line.possible and line.state in states]

    @property
    def picks(self) -> list[tuple[str, str, int]]:
        """What may be ticked at one go: name in the address, words, how many."""
        found = [(name, words, len(self.keys_of(name))) for name, words in PICK_WORDS.items()]
        return [pick for pick in found if pick[2] and len(self.lines) > 1]

    @property
    def before(self) -> Stage | None:
        """The step whose figures one looks at first; where there are no districts the communes' own."""
        before = BEFORE.get(self.stage)
        return before if any(place.district_id for place in self.overview.places) else before and Stage.SELF

    @property
    def returned(self) -> UnitLine | CriterionLine | None:
        """Where the page is about one unit: that unit, if it was returned."""
        (only, *others) = [*self.lines.values()] or [None]
        return only if only and not others and only.state == SubmissionState.RETURNED else None

    @property
    def criterion_tabs(self) -> list[tuple[Criterion, int]]:
        """Each criterion with how many units have sent it and wait for approval."""
        sent = Counter(
            unit.criterion_id
            for (stage, unit), row in self.overview.submissions.items()
            if stage == self.stage and row.state == SubmissionState.SENT
        )
        return [(criterion, sent[criterion.pk]) for criterion in self.criteria]

    @property
    def may_act(self) -> bool:
        return bool(self.allowed)

    @property
    def is_official(self) -> bool:
        return self.stage == self.overview.period.official_stage

    @property
    def closed_reason(self) -> str:
        return closed_reason(self.overview.period, self.overview.user, self.overview.today)

    @property
    def arguments(self) -> tuple[str, str, str]:
        """Of the address."""
        return self.overview.period.province.code, self.overview.period.code, self.stage


def read_page(overview: Overview, stage: Stage, criterion: str = "") -> SheetPage:
    """Everything the page needs; no query, at the stage ``department`` one."""
    criteria = overview.criteria
    views = {one: overview.view(one) for one in Stage if one in overview.stages or one is stage}
    if stage is not Stage.DEPARTMENT:
        return SheetPage(overview, stage, views, (), "", criteria)
    chosen = [one for one in criteria if one.number == criterion]
    if not chosen and len(criteria) * len(overview.places) > MAX_LINES:
        chosen = list(criteria[:1])
    groups = read_confirmations(overview, chosen or criteria)
    return SheetPage(overview, stage, views, groups, chosen[0].number if chosen else "", criteria)


class HasKey(Protocol):
    key: str
    revision: int


def act_on_units(
    page: SheetPage,
    *,
    action: str,
    units: Iterable[HasKey],
    reason: str = "",
    tu: str = "",
    address: str | None = None,
    **_: Any,
) -> Said:
    """Does the act to each unit by itself; returns what to say of it."""
    if action not in list(Action):
        return _told_taken(page, _take(page, Stage(tu), [page.lines[one.key].unit for one in units], address))
    act = Action(action)
    keys = {page.lines[one.key].unit: one.key for one in units}
    moves = [
        Move(page.lines[one.key].unit, act, reason, None if act is Action.SEND else one.revision)
        for one in units
    ]
    overview = page.overview
    outcomes = move_many(
        period=overview.period,
        stage=page.stage,
        moves=moves,
        user=overview.user,
        today=overview.today,
        address=address,
    )
    return _told_moves(page, act, keys, outcomes)


def _told_moves(
    page: SheetPage, action: Action, keys: Mapping[Unit, str], outcomes: Iterable[MoveOutcome]
) -> Said:
    grouped: dict[tuple[int, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        name = line_name(page.lines[keys[outcome.move.unit]])
        if outcome.status is MoveStatus.DONE:
            grouped[levels.SUCCESS, DONE_WORDS[action]].append(name)
        elif outcome.status is MoveStatus.SAME:
            grouped[levels.INFO, SAME_WORDS[action]].append(name)
        else:
            grouped[levels.WARNING, outcome.message.removesuffix(".")].append(name)
    return [(level, f"{words}: {'; '.join(named)}.") for (level, words), named in grouped.items()]


def _take(page: SheetPage, source: Stage, units: Iterable[Unit], address: str | None) -> dict[Unit, Taken]:
    return take_over(overview=page.overview, stage=page.stage, source=source, units=units, address=address)


def _told_taken(page: SheetPage, taken: Mapping[Unit, Taken]) -> Said:
    names = {line.unit: line_name(line) for line in page.lines.values()}
    grouped: dict[int, list[str]] = defaultdict(list)
    for unit, one in taken.items():
        level = levels.WARNING if one.refused else levels.SUCCESS if one.taken else levels.INFO
        grouped[level].append(f"{names[unit]}: {_taken_words(one)}")
    return [(level, f"{'; '.join(told)}.") for level, told in grouped.items()]


def _taken_words(one: Taken) -> str:
    parts = [(one.taken, "ô đã lấy"), (one.same, "ô vốn đã giống"), (one.kept, "ô giữ số của bước này")]
    told = ", ".join(f"{count} {words}" for count, words in parts if count)
    if one.refused:
        why = one.message.removesuffix(".")
        told = ", ".join(filter(None, (told, f"{one.refused} ô không lấy được ({why})")))
    return told or "không có gì để lấy"


def line_name(line: UnitLine | CriterionLine) -> str:
    if isinstance(line, CriterionLine):
        return f"{line.title}, tiêu chí {line.criterion.number}"
    return line.title
