"""Drafting, sending, returning and locking the results of a district (or of a commune that lies in none)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from django.db import transaction
from django.db.models import Q

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from communes.domain.areas import Area
from criteria.domain.stages import MOVES, SUBMISSION_STATE_NAMES, Action, Stage, SubmissionState, leads
from criteria.models import Criterion, ReportingPeriod, Submission
from ntm.text import clean

from .sheets import closed_reason, communes_of, result_subject

ACTION_WORDS = {Action.SEND: "gửi", Action.RETURN: "trả lại", Action.LOCK: "chốt"}
MAX_REASON = 500
STATE_KEY = "state"  # of the history rows that tell a sending, beside the keys of cells


class MoveRefusedError(Exception):
    """The message says in Vietnamese why the figures cannot be sent, returned or locked."""


class AlreadyMovedError(MoveRefusedError):
    """The figures are where the action would bring them: somebody did it before, or clicked twice."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """Whose figures are sent together: a district, or a commune in none; at ``department`` by criterion."""

    district_id: int = 0
    commune_id: int = 0
    criterion_id: int = 0

    @classmethod
    def stored(cls, *ids: int | None) -> Self:
        """From the columns of a row."""
        return cls(*(pk or 0 for pk in ids))

    @classmethod
    def around(cls, commune_id: int, district_id: int | None, criterion_id: int = 0) -> Self:
        """The district of a commune, or the commune where it lies in none."""
        return cls(district_id or 0, 0 if district_id else commune_id, criterion_id)

    @property
    def place(self) -> Self:
        """The unit without its criterion."""
        return self.of(0)

    def of(self, criterion_id: int) -> Self:
        """The same unit's figures of one criterion."""
        return type(self)(self.district_id, self.commune_id, criterion_id)

    @property
    def fields(self) -> dict[str, int | None]:
        return {
            "district_id": self.district_id or None,
            "commune_id": self.commune_id or None,
            "criterion_id": self.criterion_id or None,
        }


def unit_of(stage: str, commune_id: int, district_id: int | None, criterion_id: int) -> Unit:
    """The unit with which a commune's figure is sent."""
    return Unit.around(commune_id, district_id, criterion_id if stage == Stage.DEPARTMENT else 0)


def submissions_of(
    period: ReportingPeriod, stage: str, units: Iterable[Unit] | None = None
) -> dict[Unit, Submission]:
    """The stored rows by unit; a unit without one is a draft that nobody has touched."""
    rows = Submission.objects.of_sheet(period, stage)
    if units is not None:
        rows = rows.filter(_at(units))
    found = rows.select_related("changeset__user")
    return {Unit.stored(row.district_id, row.commune_id, row.criterion_id): row for row in found}


def _at(units: Iterable[Unit]) -> Q:
    """The rows of the districts and communes of the units, whatever their criterion."""
    wanted = list(units)
    districts = {unit.district_id for unit in wanted if unit.district_id}
    communes = {unit.commune_id for unit in wanted if unit.commune_id}
    return Q(district__in=districts) | Q(commune__in=communes)


def locked_communes(
    period: ReportingPeriod, stage: str, districts: Mapping[int, int | None]
) -> frozenset[int]:
    """Those of the communes (id → district id) whose every figure at the stage is locked.

    The figures of all others are provisional ("số liệu tạm") wherever they are read.
    """
    locked = {unit for unit, submission in submissions_of(period, stage).items() if submission.is_locked}
    criteria = [0]
    if stage == Stage.DEPARTMENT:
        criteria = [one.pk for one in Criterion.objects.of_set(period.criteria_set_id)]
    return frozenset(
        commune
        for commune, district in districts.items()
        if locked.issuperset(unit_of(stage, commune, district, criterion) for criterion in criteria)
    )


def claim_units(period: ReportingPeriod, stage: str, units: Iterable[Unit]) -> dict[Unit, bool]:
    """Takes the units for writing until the transaction ends: unit → whether its figures may be written."""
    wanted = sorted(set(units))
    keys = _keys_of(period, stage, wanted)
    missing = [unit for unit in wanted if unit not in keys]
    if missing:
        made = [Submission(period=period, stage=stage, **unit.fields) for unit in missing]
        Submission.objects.bulk_create(made, ignore_conflicts=True)  # somebody may be making them as well
        keys |= _keys_of(period, stage, missing)
    free = Submission.objects.claim(keys[unit] for unit in wanted)
    return {unit: keys[unit] in free for unit in wanted}


def _keys_of(period: ReportingPeriod, stage: str, units: Iterable[Unit]) -> dict[Unit, int]:
    """No more than a write needs: every save asks for it."""
    rows = Submission.objects.of_sheet(period, stage).filter(_at(units)).order_by()
    found = rows.values_list("pk", "district_id", "commune_id", "criterion_id")
    return {Unit.stored(*unit): pk for pk, *unit in found}


def _make(period: ReportingPeriod, stage: str, unit: Unit) -> Submission:
    return Submission.objects.get_or_create(period=period, stage=stage, **unit.fields)[0]


@dataclass(frozen=True, slots=True)
class MoveRights:
    """What a user may do with the units of a period at a stage.

    ``places``: each unit without its criterion → its communes; ``criteria``: by id, at ``department`` only.
    """

    areas: tuple[Area, ...]
    period: ReportingPeriod
    stage: str
    places: Mapping[Unit, frozenset[int]]
    criteria: Mapping[int, Criterion]

    def allows(self, unit: Unit, action: Action) -> bool:
        place = unit.place
        if place not in self.places or bool(unit.criterion_id) != (self.stage == Stage.DEPARTMENT):
            return False
        if unit.criterion_id and unit.criterion_id not in self.criteria:
            return False
        if action is Action.SEND:
            return self._covers(place, [area for area in self.areas if self._enters(area, unit.criterion_id)])
        return self._judges(place)

    def _enters(self, area: Area, criterion: int) -> bool:
        if self.stage not in area.stages:
            return False
        if not (criterion and area.department):
            return True
        return leads(self.criteria[criterion].lead_department, area.department)

    def _covers(self, place: Unit, areas: Iterable[Area]) -> bool:
        """All of the unit. The clerk of one commune does not speak for a district, even a district of one."""
        single = set()
        for area in areas:
            if area.covers(self.period.province_id):
                return True
            if area.commune_id is None and area.district_id and area.district_id == place.district_id:
                return True
            if area.commune_id and (place.commune_id or Stage.DISTRICT in area.stages):
                single.add(area.commune_id)
        return self.places[place] <= single

    def _judges(self, place: Unit) -> bool:
        """Returns and locks: the coordination office; of what the communes say of themselves the district."""
        if any(area.manages and area.covers(self.period.province_id) for area in self.areas):
            return True
        officer = [area for area in self.areas if area.edits and Stage.DISTRICT in area.stages]
        return self.stage == Stage.SELF and bool(place.district_id) and self._covers(place, officer)


def move_rights(user: User, period: ReportingPeriod, stage: str) -> MoveRights:
    """One query, at the stage ``department`` two."""
    rows = Criterion.objects.of_set(period.criteria_set_id) if stage == Stage.DEPARTMENT else ()
    districts = dict(communes_of(period).order_by().values_list("pk", "district_id"))
    return MoveRights(user.areas, period, stage, places_of(districts), {one.pk: one for one in rows})


def places_of(districts: Mapping[int, int | None]) -> dict[Unit, frozenset[int]]:
    """The units, without their criterion, of communes (id → district), each with its communes."""
    places: dict[Unit, set[int]] = {}
    for pk, district in districts.items():
        places.setdefault(Unit.around(pk, district), set()).add(pk)
    return {place: frozenset(communes) for place, communes in places.items()}


@dataclass(frozen=True, slots=True)
class Move:
    """What a person wants done. ``revision`` is the one the person saw, where it matters that nothing has
    changed since: what is locked or returned was read before."""

    unit: Unit
    action: Action
    reason: str = ""
    revision: int | None = None


class MoveStatus(StrEnum):
    DONE = "done"
    SAME = "same"  # it was so already
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MoveOutcome:
    move: Move
    status: MoveStatus
    message: str = ""


def move_many(
    *,
    period: ReportingPeriod,
    stage: str,
    moves: Iterable[Move],
    user: User,
    today: date,
    channel: str = Changeset.Channel.BROWSER,
    address: str | None = None,
) -> list[MoveOutcome]:
    """Send, return or lock each unit's figures by itself, and record it; one refused keeps no other."""
    rights = move_rights(user, period, stage)
    outcomes = []
    for move in moves:
        try:
            with transaction.atomic():
                _move(move, rights, user, today, channel, address)
            outcomes.append(MoveOutcome(move, MoveStatus.DONE))
        except AlreadyMovedError as error:
            outcomes.append(MoveOutcome(move, MoveStatus.SAME, str(error)))
        except MoveRefusedError as error:
            outcomes.append(MoveOutcome(move, MoveStatus.REFUSED, str(error)))
    return outcomes


def _move(move: Move, rights: MoveRights, user: User, today: date, channel: str, address: str | None) -> None:
    before, after = MOVES[move.action]
    reason = clean(move.reason)
    _check_move(move, rights, user, today, reason)
    row = _make(rights.period, rights.stage, move.unit)
    old, seen = SubmissionState(row.state), row.revision
    if old == after:
        raise AlreadyMovedError(_refusal(move.action, old))
    if move.revision is not None and move.revision != seen and old in before:
        raise MoveRefusedError("Số liệu đã thay đổi từ lúc bạn mở trang: hãy xem lại.")
    changeset = open_changeset(user=user, channel=channel, address=address, reason=reason)
    moved = Submission.objects.move(
        row.pk, before, revision=move.revision, state=after, reason=reason, changeset=changeset
    )
    if not moved:
        row.refresh_from_db()
        error = AlreadyMovedError if row.state == after else MoveRefusedError
        raise error(_refusal(move.action, SubmissionState(row.state)))
    record_changes(changeset, [_change(rights, move.unit, old, after)])


def _check_move(move: Move, rights: MoveRights, user: User, today: date, reason: str) -> None:
    """Whether the user may do it at all, whatever the state of the figures. Raises MoveRefusedError."""
    if not rights.allows(move.unit, move.action):
        raise MoveRefusedError(f"Bạn không được {ACTION_WORDS[move.action]} số liệu này.")
    closed = closed_reason(rights.period, user, today)
    if closed:
        raise MoveRefusedError(closed)
    if move.action is Action.RETURN and not reason:
        raise MoveRefusedError("Trả lại cần có lý do.")
    if len(reason) > MAX_REASON:
        raise MoveRefusedError(f"Lý do tối đa {MAX_REASON} ký tự.")


def _refusal(action: Action, state: SubmissionState) -> str:
    name = SUBMISSION_STATE_NAMES[state]
    return f"Không {ACTION_WORDS[action]} được: số liệu {name}."


def _change(rights: MoveRights, unit: Unit, old: SubmissionState, new: SubmissionState) -> Change:
    criterion = rights.criteria.get(unit.criterion_id)
    return Change(
        subject=result_subject(rights.period, rights.stage),
        key=f"{STATE_KEY}:c{criterion.number}" if criterion else STATE_KEY,
        old=SUBMISSION_STATE_NAMES[old],
        new=SUBMISSION_STATE_NAMES[new],
        province_id=rights.period.province_id,
        district_id=unit.district_id or None,
        commune_id=unit.commune_id or None,
    )
