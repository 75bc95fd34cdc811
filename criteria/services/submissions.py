"""Drafting, sending, returning and locking the results of a district (or of a commune that lies in none)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from criteria.domain.stages import MOVES, SUBMISSION_STATE_NAMES, Action, Stage, SubmissionState
from criteria.models import Criterion, ReportingPeriod, Submission

from .sheets import subject_of

STATE_KEY = "state"  # of the history rows that tell a sending, beside the keys of cells


class MoveRefusedError(Exception):
    """The message says in Vietnamese why the figures cannot be sent, returned or locked."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """Whose figures are sent together: a district, or a commune in none; at ``department`` by criterion."""

    district_id: int = 0
    commune_id: int = 0
    criterion_id: int = 0

    @property
    def fields(self) -> dict[str, int | None]:
        return {
            "district_id": self.district_id or None,
            "commune_id": self.commune_id or None,
            "criterion_id": self.criterion_id or None,
        }


def unit_of(stage: str, commune_id: int, district_id: int | None, criterion_id: int) -> Unit:
    """The unit with which a commune's figure is sent."""
    return Unit(
        district_id or 0,
        0 if district_id else commune_id,
        criterion_id if stage == Stage.DEPARTMENT else 0,
    )


def submissions_of(
    period: ReportingPeriod, stage: str, units: Iterable[Unit] | None = None
) -> dict[Unit, Submission]:
    """The stored rows by unit; a unit without one is a draft that nobody has touched."""
    rows = Submission.objects.of_sheet(period, stage)
    if units is not None:
        wanted = list(units)
        rows = rows.filter(
            district__in=[unit.district_id for unit in wanted if unit.district_id]
        ) | rows.filter(commune__in=[unit.commune_id for unit in wanted if unit.commune_id])
    found = rows.select_related("changeset__user")
    return {Unit(row.district_id or 0, row.commune_id or 0, row.criterion_id or 0): row for row in found}


def locked_communes(
    period: ReportingPeriod, stage: str, districts: Mapping[int, int | None]
) -> frozenset[int]:
    """Those of the communes (id → district id) whose every figure at the stage is locked.

    The figures of all others are provisional ("số liệu tạm") wherever they are read.
    """
    locked = {unit for unit, submission in submissions_of(period, stage).items() if submission.is_locked}
    criteria = [0]
    if stage == Stage.DEPARTMENT:
        criteria = list(
            Criterion.objects.filter(criteria_set=period.criteria_set_id).values_list("pk", flat=True)
        )
    return frozenset(
        commune
        for commune, district in districts.items()
        if locked.issuperset(unit_of(stage, commune, district, criterion) for criterion in criteria)
    )


def claim_units(period: ReportingPeriod, stage: str, units: Iterable[Unit]) -> dict[Unit, bool]:
    """Takes the units for writing until the transaction ends: unit → whether its figures may be written."""
    wanted = sorted(set(units))
    stored = submissions_of(period, stage, wanted)
    keys = {unit: (stored.get(unit) or _make(period, stage, unit)).pk for unit in wanted}
    free = Submission.objects.claim(keys.values())
    return {unit: key in free for unit, key in keys.items()}


def _make(period: ReportingPeriod, stage: str, unit: Unit) -> Submission:
    return Submission.objects.get_or_create(period=period, stage=stage, **unit.fields)[0]


@transaction.atomic
def move_submission(
    *,
    period: ReportingPeriod,
    stage: str,
    unit: Unit,
    action: Action,
    user: User,
    reason: str = "",
    channel: str = Changeset.Channel.BROWSER,
    address: str | None = None,
) -> Submission:
    """Send, return or lock the unit's figures, and record it. Raises MoveRefusedError."""
    before, after = MOVES[action]
    if action is Action.RETURN and not reason.strip():
        raise MoveRefusedError("Trả lại cần có lý do.")
    row = _make(period, stage, unit)
    old = SubmissionState(row.state)
    changeset = open_changeset(user=user, channel=channel, address=address, reason=reason)
    moved = Submission.objects.move(row.pk, before, state=after, reason=reason, changeset=changeset)
    if not moved:
        row.refresh_from_db()
        raise MoveRefusedError(_refusal(action, SubmissionState(row.state)))
    record_changes(changeset, [_change(period, stage, unit, old, after)])
    row.refresh_from_db()
    return row


def _refusal(action: Action, state: SubmissionState) -> str:
    name = SUBMISSION_STATE_NAMES[state]
    words = {Action.SEND: "gửi", Action.RETURN: "trả lại", Action.LOCK: "chốt"}
    return f"Không {words[action]} được: số liệu {name}."


def _change(
    period: ReportingPeriod, stage: str, unit: Unit, old: SubmissionState, new: SubmissionState
) -> Change:
    criterion = Criterion.objects.filter(pk=unit.criterion_id).first()
    return Change(
        subject=subject_of(period, stage),
        key=f"{STATE_KEY}:c{criterion.number}" if criterion else STATE_KEY,
        old=SUBMISSION_STATE_NAMES[old],
        new=SUBMISSION_STATE_NAMES[new],
        province_id=period.province_id,
        district_id=unit.district_id or None,
        commune_id=unit.commune_id or None,
    )
