"""Where one commune stands: criterion by criterion, with target, last periods, other stages, what remains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from criteria.domain.requirements import Requirement
from criteria.domain.stages import Stage
from criteria.domain.values import Measure, ResultValue, State, format_result, number_text
from criteria.domain.verdicts import Judged
from criteria.domain.works import Work
from ntm.numbers import round_to, vietnamese

_SHARE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Entered:
    """What is stored of one cell."""

    value: ResultValue
    note: str = ""
    reason: str = ""  # why a person decided otherwise than proposed


Cells = Mapping[str, Entered]  # key of the measure → what is stored; nothing where nothing ever was
NOTHING = Entered(ResultValue())


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as people read it: "45/60 (75 %)" without its verdict, which is the ``state``."""

    text: str
    state: State

    @property
    def has_data(self) -> bool:
        return bool(self.text) or self.state is not State.NO_DATA


def tell(value: ResultValue, measure: Measure) -> Told:
    """As written, with the unit; of a share the percentage behind it."""
    if measure.kind.is_mark:
        return Told("", value.state)
    bare = replace(value, state=State.NO_DATA, male=None, female=None)
    parts = [format_result(bare, measure)]
    if value.numerator is not None and value.value is not None:
        parts.append(f"({vietnamese(round_to(value.value, _SHARE_DIGITS))} %)")
    elif value.value is not None:
        parts.append(measure.unit)
    if value.male is not None and value.female is not None:
        parts.append(f"(nam {number_text(value.male)}; nữ {number_text(value.female)})")
    return Told(" ".join(filter(None, parts)), value.state)


@dataclass(frozen=True, slots=True)
class Task:
    """A work that remains, and the measure it belongs to."""

    measure: Measure
    work: Work


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """``judged``: what is proposed and decided; ``level``: what it must reach, None where nothing is set."""

    measure: Measure
    now: Told
    before: tuple[Told, ...]
    note: str = ""
    judged: Judged | None = None
    level: Requirement | None = None

    @property
    def told(self) -> tuple[Told, ...]:
        """This period's figure and those of the last ones."""
        return (self.now, *self.before)


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """``target``: whether the plan wants it met, None without a plan for the commune. ``before``: its state
    in the last periods, latest first; ``stages``: in the steps of this period."""

    measure: Measure
    state: State
    target: bool | None
    before: tuple[State, ...]
    stages: tuple[tuple[Stage, State], ...]
    indicators: tuple[IndicatorStanding, ...]
    tasks: tuple[Task, ...]
    note: str = ""
    judged: Judged | None = None

    @property
    def to_go(self) -> bool:
        """Wanted, assessed, and not met."""
        return bool(self.target) and self.state not in (State.MET, State.NO_DATA)

    @property
    def disputed(self) -> bool:
        """Whether the steps that judged it disagree."""
        return len({state for _, state in self.stages if state is not State.NO_DATA}) > 1

    @property
    def is_proposed(self) -> bool:
        """Nobody decided, and something can be proposed."""
        open_ones = (None, State.NO_DATA)
        return self.state is State.NO_DATA and (self.judged and self.judged.proposal.state) not in open_ones

    @property
    def is_open(self) -> bool:
        """Something is stated of its indicators, and neither decided nor proposed of itself."""
        stated = any(one.now.has_data for one in self.indicators)
        return stated and self.state is State.NO_DATA and not self.is_proposed

    @property
    def differing(self) -> int:
        """In how many of its cells a person decided otherwise than proposed."""
        cells = (self.judged, *(one.judged for one in self.indicators))
        return sum(one.differs for one in cells if one)

    @property
    def notes(self) -> int:
        return bool(self.note) + sum(bool(one.note) for one in self.indicators)


@dataclass(frozen=True, slots=True)
class Standing:
    """``has_data``: the state of any criterion is given; only then ``met`` counts."""

    criteria: tuple[CriterionStanding, ...]
    has_data: bool
    met: int
    target: int | None

    @property
    def to_go(self) -> tuple[CriterionStanding, ...]:
        return tuple(one for one in self.criteria if one.to_go) if self.has_data else ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for one in self.criteria for task in one.tasks)

    @property
    def disputed(self) -> int:
        return sum(one.disputed for one in self.criteria)

    @property
    def differing(self) -> int:
        return sum(one.differing for one in self.criteria)


def met_count(cells: Cells) -> int | None:
    """How many criteria are met; None where no criterion has a state."""
    states = [cell.value.state for key, cell in cells.items() if key.startswith("c")]
    known = [state for state in states if state is not State.NO_DATA]
    return sum(state is State.MET for state in known) if known else None


def make_standing(
    *,
    measures: Iterable[Measure],
    stages: Mapping[Stage, Cells],
    stage: Stage,
    before: Sequence[Cells],
    works: Mapping[str, tuple[Work, ...]],
    target: frozenset[str] | None,
    judged: Mapping[str, Judged] = MappingProxyType({}),
    levels: Mapping[str, Requirement | None] = MappingProxyType({}),
) -> Standing:
    """``measures`` criterion by criterion with its indicators; ``stages`` this period's cells by step, of
    which ``stage`` is the one shown; ``before`` those of the last periods, latest first; ``judged`` and
    ``levels`` of the step shown, by key."""
    by_criterion: dict[str, list[Measure]] = {}
    for measure in measures:
        by_criterion.setdefault(measure.criterion, []).append(measure)
    now = stages.get(stage, {})
    criteria = tuple(
        CriterionStanding(
            measure=mine[0],
            state=_state(now, mine[0]),
            target=None if target is None else mine[0].number in target,
            before=tuple(_state(cells, mine[0]) for cells in before),
            stages=tuple((step, _state(cells, mine[0])) for step, cells in stages.items()),
            indicators=tuple(
                _indicator(measure, now, before, judged.get(measure.key), levels.get(measure.key))
                for measure in mine[1:]
            ),
            tasks=tuple(Task(measure, work) for measure in mine for work in works.get(measure.key, ())),
            note=now.get(mine[0].key, NOTHING).note,
            judged=judged.get(mine[0].key),
        )
        for mine in by_criterion.values()
    )
    met = met_count(now)
    return Standing(criteria, met is not None, met or 0, None if target is None else len(target))


def _state(cells: Cells, measure: Measure) -> State:
    return cells.get(measure.key, NOTHING).value.state


def _indicator(
    measure: Measure,
    now: Cells,
    before: Sequence[Cells],
    judged: Judged | None,
    level: Requirement | None,
) -> IndicatorStanding:
    cell = now.get(measure.key, NOTHING)
    earlier = tuple(tell(cells.get(measure.key, NOTHING).value, measure) for cells in before)
    return IndicatorStanding(measure, tell(cell.value, measure), earlier, cell.note, judged, level)
