"""How far the results of a period are: its units at each stage with state, counts and what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import User
from communes.models import Commune, District
from criteria.domain.progress import (
    CommuneTally,
    Progress,
    joined,
    next_step,
    standing,
)
from criteria.domain.stages import OPEN_STATES, STAGE_NAMES, Action, Stage, SubmissionState, leads
from criteria.models import Criterion, ReportingPeriod, Result, Submission

from .lines import StageView, UnitLine
from .sheets import closed_reason, communes_of, rights_over
from .submissions import MoveRights, Unit, places_of


@dataclass(frozen=True)
class Overview:
    """A period as a user sees it on a day. ``criteria``: those that are counted."""

    period: ReportingPeriod
    user: User
    today: date
    communes: tuple[Commune, ...]
    seen: frozenset[int]
    places: Mapping[Unit, District | Commune]
    criteria: tuple[Criterion, ...]
    tallies: Mapping[tuple[str, int], tuple[int, int, int]]
    submissions: Mapping[tuple[str, Unit], Submission]

    @cached_property
    def districts(self) -> dict[int, int | None]:
        return {commune.pk: commune.district_id for commune in self.communes}

    @cached_property
    def members(self) -> dict[Unit, frozenset[int]]:
        return places_of(self.districts)

    @cached_property
    def closed(self) -> str:
        """ "early", "late" or ""."""
        if not closed_reason(self.period, self.user, self.today):
            return ""
        return "early" if self.today < self.period.opens_on else "late"

    @property
    def is_over(self) -> bool:
        """Closed for all but the coordination office."""
        return self.period.closes_on is not None and self.today > self.period.closes_on

    @property
    def home_lines(self) -> Sequence[UnitLine]:
        """At the official stage; of a period that is over only those that have not sent."""
        return self.official.overdue if self.is_over else self.official.lines

    @property
    def days_left(self) -> int:
        """Until the due day; below nought it is over."""
        return (self.period.due_on - self.today).days

    @property
    def late_by(self) -> int:
        return max(0, -self.days_left)

    @cached_property
    def stages(self) -> list[Stage]:
        """The steps of the period: that of the district where there are any, or where its figures count."""
        has_districts = any(place.district_id for place in self.places)
        counts = self.period.official_stage == Stage.DISTRICT
        return [stage for stage in Stage if stage is not Stage.DISTRICT or has_districts or counts]

    @property
    def own_stages(self) -> list[Stage]:
        """At which the user may enter something."""
        return [stage for stage in self.stages if any(stage in area.stages for area in self.user.areas)]

    @cached_property
    def own_views(self) -> list[StageView]:
        """The stages at which the user may enter something, with units to enter."""
        views = [self.view(stage) for stage in self.own_stages]
        return [view for view in views if view.mine]

    @property
    def official(self) -> StageView:
        return self.view(self.period.official_stage)

    @cached_property
    def inside(self) -> dict[Unit, list[Commune]]:
        """The communes of each unit that the user sees, in order."""
        found: dict[Unit, list[Commune]] = {place: [] for place in self.places}
        for one in self.communes:
            if one.pk in self.seen:
                found[Unit.around(one.pk, one.district_id)].append(one)
        return found

    @cached_property
    def titles(self) -> dict[int, str]:
        return {one.pk: one.title for one in self.communes}

    @cached_property
    def _views(self) -> dict[Stage, StageView]:
        return {}

    def view(self, stage: str) -> StageView:
        """All units at the stage that the user sees; made once."""
        if Stage(stage) not in self._views:
            self._views[Stage(stage)] = self._make_view(Stage(stage))
        return self._views[Stage(stage)]

    def _make_view(self, stage: Stage) -> StageView:
        reader = _StageReader(self, stage)
        lines = [line for place in self.places if (line := reader.line(place))]
        lines.sort(key=lambda one: (one.standing, one.position))
        return StageView(stage, tuple(lines), stage == self.period.official_stage)


class _StageReader:
    """Makes the lines of one stage."""

    def __init__(self, overview: Overview, stage: Stage) -> None:
        self.overview, self.stage = overview, stage
        user, period = overview.user, overview.period
        self.rights = rights_over(user, period, stage, overview.districts)
        criteria = {one.pk: one for one in overview.criteria}
        self.moves = MoveRights(user.areas, period, stage, overview.members, criteria)
        self.positions = {place: number for number, place in enumerate(overview.places)}

    def line(self, place: Unit) -> UnitLine | None:
        """None where the user sees no commune of the unit."""
        overview = self.overview
        seen = overview.inside[place]
        if not seen:
            return None
        parts, submission = self._parts(place), overview.submissions.get((self.stage, place))
        state = joined(parts.elements()) if parts else state_of(submission)
        entered = [one for one in seen if self._enters(one.pk)]
        waits_for, progress = self._waits_for(place), self._progress(seen)
        allowed = frozenset(action for action in Action if self._allows(place, action))
        own = self._progress(entered) if entered and len(entered) < len(seen) else progress
        step = next_step(
            state,
            complete=own.is_complete,
            sends=Action.SEND in allowed,
            waits=bool(waits_for),
            closed=overview.closed,
        )
        return UnitLine(
            unit=place,
            place=overview.places[place],
            position=self.positions[place],
            progress=progress,
            hidden=len(overview.members[place]) - len(seen),
            entered=tuple(one.code for one in entered),
            state=state,
            standing=standing(state, self._due(place), overview.today),
            step=step,
            submission=submission,
            parts=parts or None,
            allowed=allowed,
            waits_for=waits_for,
        )

    def _parts(self, place: Unit) -> Counter[SubmissionState]:
        if self.stage is not Stage.DEPARTMENT:
            return Counter()
        found = self.overview.submissions
        units = [place.of(one.pk) for one in self.overview.criteria]
        return Counter(state_of(found.get((self.stage, unit))) for unit in units)

    def _progress(self, communes: Iterable[Commune]) -> Progress:
        tallies, titles = self.overview.tallies, self.overview.titles
        rows = tuple(
            CommuneTally(one.pk, one.code, titles[one.pk], *tallies.get((self.stage, one.pk), ()))
            for one in communes
        )
        return Progress(rows, len(self.overview.criteria))

    def _enters(self, commune: int) -> bool:
        enters_some = bool(self.rights.departments.get(commune))
        return enters_some and any(self.rights.allows(commune, one) for one in self.overview.criteria)

    def _allows(self, place: Unit, action: Action) -> bool:
        """At the stage ``department``: for some criterion of those that concern the user."""
        if self.stage is not Stage.DEPARTMENT:
            return self.moves.allows(place, action)
        return any(self.moves.allows(place.of(one.pk), action) for one in self.overview.criteria)

    def _waits_for(self, place: Unit) -> str:
        """The name of the step before that is not sent yet; "" where there is none to wait for.

        What the communes say of themselves is waited for only where they have begun; a district always,
        since its figures are what department and province look at.
        """
        before = Stage.SELF
        if self.stage in (Stage.DEPARTMENT, Stage.PROVINCE) and place.district_id:
            before = Stage.DISTRICT
        if self.stage is Stage.SELF or not self._is_open(before, place):
            return ""
        return STAGE_NAMES[before] if before is Stage.DISTRICT or self._has_begun(before, place) else ""

    def _due(self, place: Unit) -> date:
        """The day holds for the official stage; for another one where somebody has begun to work in it."""
        official = self.stage == self.overview.period.official_stage
        return self.overview.period.due_on if official or self._has_begun(self.stage, place) else date.max

    def _is_open(self, stage: Stage, place: Unit) -> bool:
        return state_of(self.overview.submissions.get((stage, place))) in OPEN_STATES

    def _has_begun(self, stage: Stage, place: Unit) -> bool:
        return any((stage, pk) in self.overview.tallies for pk in self.overview.members[place])


def state_of(submission: Submission | None) -> SubmissionState:
    return SubmissionState(submission.state) if submission else SubmissionState.DRAFT


def read_overview(period: ReportingPeriod, user: User, today: date) -> Overview:
    """At most six queries, however many units there are."""
    communes = tuple(communes_of(period))
    criteria = _counted(period, user)
    own = [one.pk for one in criteria] if _only_department(user) else None
    rows = Submission.objects.of_period(period).select_related("changeset__user")
    return Overview(
        period=period,
        user=user,
        today=today,
        communes=communes,
        seen=_seen(period, user, communes),
        places=_places(communes),
        criteria=criteria,
        tallies=Result.objects.tallies(period, own),
        submissions={
            (row.stage, Unit.stored(row.district_id, row.commune_id, row.criterion_id)): row for row in rows
        },
    )


def _only_department(user: User) -> bool:
    stages = {stage for area in user.areas for stage in area.stages}
    return stages == {Stage.DEPARTMENT}


def _counted(period: ReportingPeriod, user: User) -> tuple[Criterion, ...]:
    """All criteria of the set; for a department those it leads."""
    rows = Criterion.objects.of_set(period.criteria_set_id)
    if not _only_department(user):
        return tuple(rows)
    names = {area.department for area in user.areas if area.stages}
    return tuple(row for row in rows if any(leads(row.lead_department, name) for name in names))


def _seen(period: ReportingPeriod, user: User, communes: Iterable[Commune]) -> frozenset[int]:
    if any(area.covers(period.province_id) for area in user.areas):
        return frozenset(one.pk for one in communes)
    return frozenset(communes_of(period).visible_to(user).order_by().values_list("pk", flat=True))


def _places(communes: Iterable[Commune]) -> dict[Unit, District | Commune]:
    """Each unit with its district or commune: districts in their order, then the communes of none."""
    ids = {one.district_id for one in communes if one.district_id}
    found: dict[Unit, District | Commune] = {
        Unit(district_id=row.pk): row for row in District.objects.filter(pk__in=ids)
    }
    return found | {Unit(commune_id=one.pk): one for one in communes if not one.district_id}


def live_periods(user: User, today: date, *, closed_at_most: int = 6) -> list[Overview]:
    """The periods that ask for something on the day: open ones, and closed ones in which a unit the user
    sees has not sent at the official stage. Overdue ones first, then by when they are due."""
    begun = list(ReportingPeriod.objects.visible_to(user).begun_by(today))
    open_now = [period for period in begun if period.closes_on is None or today <= period.closes_on]
    closed = [period for period in begun if period not in open_now][:closed_at_most]
    sent = Submission.objects.sent_officially(period.pk for period in closed)
    late = [period for period in closed if sent.get(period.pk, 0) < _units(period)]
    found = [read_overview(period, user, today) for period in [*open_now, *late]]
    found = [one for one in found if one.period in open_now or one.official.overdue]
    return sorted(found, key=lambda one: (not one.official.overdue, one.period.due_on, one.period.code))


def _units(period: ReportingPeriod) -> int:
    """How many sendings make the official stage whole."""
    districts = dict(communes_of(period).order_by().values_list("pk", "district_id"))
    criteria = 1
    if period.official_stage == Stage.DEPARTMENT:
        criteria = Criterion.objects.of_set(period.criteria_set_id).count()
    return len(places_of(districts)) * criteria
