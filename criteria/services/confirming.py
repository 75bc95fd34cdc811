"""What departments confirm: unit by criterion, beside what was stated before; and taking it over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import Changeset
from communes.models import Commune, District
from criteria.domain.progress import CommuneTally, Progress, Standing, names, standing
from criteria.domain.stages import OPEN_STATES, STAGE_NAMES, Action, Stage, SubmissionState
from criteria.domain.values import State, format_result
from criteria.models import Criterion, Result, Submission

from .lines import OfUnit
from .overview import Overview, state_of
from .results import Address, Cell, Edit, Outcome, Status, load_cells, save_edits
from .sheets import Sheet, open_sheet, rights_over
from .submissions import MoveRights, Unit, unit_of

Cells = dict[Address, Cell]
Marks = Mapping[tuple[str, int, int], str]  # stage, commune, criterion → state


@dataclass(frozen=True)
class CriterionLine(OfUnit):
    """One criterion of one unit at the stage ``department``, beside what was stated at ``source``.

    ``differing``: communes that both stages judge, and not alike; ``before``: the state of the source.
    """

    unit: Unit
    place: District | Commune
    criterion: Criterion
    position: tuple[int, int]
    progress: Progress
    stated: Progress
    unmet: tuple[str, ...]
    differing: tuple[str, ...]
    source: Stage
    before: SubmissionState
    state: SubmissionState
    standing: Standing
    submission: Submission | None
    allowed: frozenset[Action]
    may_enter: bool

    @property
    def key(self) -> str:
        return f"{'h' if self.unit.district_id else 'x'}{self.place.code}.{self.criterion.number}"

    @property
    def query(self) -> str:
        name = "huyen" if self.unit.district_id else "xa"
        return f"{name}={self.place.code}&bang={self.criterion.number}"

    @property
    def unmet_names(self) -> str:
        return names(self.unmet)

    @property
    def differing_names(self) -> str:
        return names(self.differing)

    @property
    def source_name(self) -> str:
        return STAGE_NAMES[self.source]

    @property
    def source_is_open(self) -> bool:
        return self.before in OPEN_STATES


@dataclass(frozen=True)
class CriterionGroup:
    """A criterion with the lines of all units, those that need a person first."""

    criterion: Criterion
    lines: tuple[CriterionLine, ...]

    @property
    def sent(self) -> int:
        return sum(line.state not in OPEN_STATES for line in self.lines)

    @property
    def counts(self) -> Counter[Standing]:
        return Counter(line.standing for line in self.lines)


def read_confirmations(overview: Overview, criteria: Sequence[Criterion]) -> list[CriterionGroup]:
    """The lines of these criteria; one query."""
    stages = (Stage.SELF, Stage.DISTRICT, Stage.DEPARTMENT)
    rows = Result.objects.marks(overview.period, stages, [one.pk for one in criteria])
    marks = {(stage, commune, criterion): state for stage, commune, criterion, state in rows}
    reader = _Reader(overview, marks)
    groups = []
    for criterion in criteria:
        lines = [line for place in overview.places if (line := reader.line(place, criterion))]
        groups.append(CriterionGroup(criterion, tuple(sorted(lines, key=lambda one: one.position))))
    return groups


class _Reader:
    def __init__(self, overview: Overview, marks: Marks) -> None:
        self.overview, self.marks = overview, marks
        user, period = overview.user, overview.period
        self.rights = rights_over(user, period, Stage.DEPARTMENT, overview.districts)
        criteria = {one.pk: one for one in overview.criteria}
        self.moves = MoveRights(user.areas, period, Stage.DEPARTMENT, overview.members, criteria)
        self.order = {place: number for number, place in enumerate(overview.places)}

    def line(self, place: Unit, criterion: Criterion) -> CriterionLine | None:
        overview = self.overview
        communes = overview.inside[place]
        if not communes:
            return None
        unit = place.of(criterion.pk)
        submission = overview.submissions.get((Stage.DEPARTMENT, unit))
        source = self._source(place, criterion)
        state, titles = state_of(submission), overview.titles
        rank = standing(state, self._due(), overview.today)
        return CriterionLine(
            unit=unit,
            place=overview.places[place],
            criterion=criterion,
            position=(rank, self.order[place]),
            progress=self._progress(communes, Stage.DEPARTMENT, criterion),
            stated=self._progress(communes, source, criterion),
            unmet=tuple(titles[one.pk] for one in communes if self._is_unmet(source, one, criterion)),
            differing=tuple(titles[one.pk] for one in communes if self._differs(source, one, criterion)),
            source=source,
            before=state_of(overview.submissions.get((source, place))),
            state=state,
            standing=rank,
            submission=submission,
            allowed=frozenset(action for action in Action if self.moves.allows(unit, action)),
            may_enter=any(self.rights.allows(one.pk, criterion) for one in communes),
        )

    def _due(self) -> date:
        official = self.overview.period.official_stage == Stage.DEPARTMENT
        return self.overview.period.due_on if official else date.max

    def _source(self, place: Unit, criterion: Criterion) -> Stage:
        """The district; of a commune that lies in none what it says itself, unless the other was entered."""
        entered = any(
            (Stage.DISTRICT, commune, criterion.pk) in self.marks for commune in self.overview.members[place]
        )
        return Stage.DISTRICT if place.district_id or entered else Stage.SELF

    def _state(self, stage: Stage, commune: Commune, criterion: Criterion) -> str:
        return self.marks.get((stage, commune.pk, criterion.pk), "")

    def _progress(self, communes: Iterable[Commune], stage: Stage, criterion: Criterion) -> Progress:
        rows, titles = [], self.overview.titles
        for one in communes:
            state = self._state(stage, one, criterion)
            rows.append(
                CommuneTally(one.pk, one.code, titles[one.pk], int(bool(state)), int(state == State.MET))
            )
        return Progress(tuple(rows), 1)

    def _is_unmet(self, stage: Stage, commune: Commune, criterion: Criterion) -> bool:
        return self._state(stage, commune, criterion) in (State.NOT_MET, State.BASICALLY_MET)

    def _differs(self, source: Stage, commune: Commune, criterion: Criterion) -> bool:
        mine = self._state(Stage.DEPARTMENT, commune, criterion)
        theirs = self._state(source, commune, criterion)
        return bool(mine and theirs and mine != theirs)


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking over came to, in cells: taken, kept because they hold something else, refused."""

    taken: int = 0
    kept: int = 0
    same: int = 0
    refused: int = 0
    message: str = ""  # why the first of the refused ones was


def take_over(
    *,
    overview: Overview,
    stage: Stage,
    source: Stage,
    units: Iterable[Unit],
    address: str | None = None,
) -> dict[Unit, Taken]:
    """Copy the source's cells of the units into those of the stage that are empty, in one save.

    Figure, note and remaining work go along. A cell of the stage that says something is never overwritten.
    """
    sheet = open_sheet(overview.period, stage)
    groups: dict[Unit, Cells] = {unit: {} for unit in units}
    communes = _members(overview, groups) & overview.seen
    keys = _keys(sheet, groups, overview)
    theirs = load_cells(replace(sheet, stage=Stage(source)), communes, keys, works=True)
    mine = load_cells(sheet, communes, keys, works=True)
    for (commune, key), cell in theirs.items():
        unit = unit_of(sheet.stage, commune, overview.districts[commune], sheet.criterion_of(key).pk)
        if unit in groups:
            groups[unit][commune, key] = cell
    compared = {unit: _compare(sheet, cells, mine) for unit, cells in groups.items()}
    edits = [edit for wanted, _ in compared.values() for edit in wanted]
    outcomes = {outcome.edit.at: outcome for outcome in _save(sheet, source, edits, overview, address)}
    return {
        unit: _settled(taken, [outcomes[edit.at] for edit in wanted])
        for unit, (wanted, taken) in compared.items()
    }


def _members(overview: Overview, units: Iterable[Unit]) -> set[int]:
    return {commune for unit in units for commune in overview.members.get(unit.place, ())}


def _keys(sheet: Sheet, units: Iterable[Unit], overview: Overview) -> list[str]:
    """The columns of the units' criteria; where they are of none, of all that concern the user."""
    wanted = {unit.criterion_id for unit in units} - {0} or {one.pk for one in overview.criteria}
    return [key for key in sheet.measures if sheet.criterion_of(key).pk in wanted]


def _compare(sheet: Sheet, theirs: Cells, mine: Cells) -> tuple[list[Edit], Taken]:
    """What is to be written, and how much stays."""
    edits, kept, same = [], 0, 0
    for (commune, key), cell in theirs.items():
        own = mine.get((commune, key), Cell())
        if _says_nothing(cell) or _alike(own, cell):
            same += not _says_nothing(cell)
        elif not _says_nothing(own):
            kept += 1
        else:
            text = format_result(cell.value, sheet.measures[key])
            edits.append(Edit(commune, key, own.version, text, cell.note, cell.works))
    return edits, Taken(kept=kept, same=same)


def _settled(found: Taken, outcomes: Sequence[Outcome]) -> Taken:
    wrong = [outcome for outcome in outcomes if outcome.status not in (Status.SAVED, Status.SAME)]
    taken = sum(outcome.status is Status.SAVED for outcome in outcomes)
    return replace(found, taken=taken, refused=len(wrong), message=_why(wrong[0]) if wrong else "")


def _why(outcome: Outcome) -> str:
    return outcome.message or f"{outcome.by} vừa ghi vào đó"


def _save(
    sheet: Sheet, source: Stage, edits: Sequence[Edit], overview: Overview, address: str | None
) -> list[Outcome]:
    if not edits:
        return []
    return save_edits(
        sheet=sheet,
        user=overview.user,
        edits=edits,
        today=overview.today,
        channel=Changeset.Channel.BROWSER,
        address=address,
        reason=f"Lấy theo số liệu {STAGE_NAMES[source]}",
    )


def _says_nothing(cell: Cell) -> bool:
    return not (cell.value.has_data or cell.note or cell.works)


def _alike(one: Cell, other: Cell) -> bool:
    return (one.value, one.note, one.works) == (other.value, other.note, other.works)
