"""What stands between a user and the figures of a sheet on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from criteria.domain.stages import OPEN_STATES, STAGE_NAMES, SUBMISSION_STATE_NAMES, SubmissionState
from criteria.models import Criterion, Submission

from .sheets import EntryRights, Place, Sheet, closed_reason, rights_over
from .submissions import Unit, places_of, submissions_of, unit_of


@dataclass(frozen=True)
class Gate:
    """``closed`` says why the period takes none, ``districts`` gives commune id → district id, ``units``
    the state of what was touched.
    """

    sheet: Sheet
    closed: str
    rights: EntryRights
    districts: Mapping[int, int | None]
    units: Mapping[Unit, Submission]

    def state(self, commune: int, criterion: Criterion | None = None) -> SubmissionState:
        """Of the unit with which the figure is sent; of no criterion where all are sent together."""
        pk = criterion.pk if criterion else 0
        unit = self.units.get(unit_of(self.sheet.stage, commune, self.districts[commune], pk))
        return SubmissionState(unit.state) if unit else SubmissionState.DRAFT

    def is_yours(self, commune: int, criterion: Criterion) -> bool:
        return self.rights.allows(commune, criterion)

    def is_open(self, commune: int, criterion: Criterion) -> bool:
        """Whether the user may write the figure now."""
        if self.closed or not self.is_yours(commune, criterion):
            return False
        return self.state(commune, criterion) in OPEN_STATES

    def why_closed(self, commune: int, criterion: Criterion) -> str:
        """Why the user may not write the figure now, in Vietnamese; "" where he may."""
        if self.closed or self.is_open(commune, criterion):
            return self.closed
        if not self.is_yours(commune, criterion):
            return f"Bạn xem được nhưng không nhập số liệu này ở bước {STAGE_NAMES[self.sheet.stage]}."
        state = SUBMISSION_STATE_NAMES[self.state(commune, criterion)]
        return f"Số liệu {state}: muốn sửa thì cần được trả lại."


def open_gate(sheet: Sheet, user: User, places: Iterable[Place], today: date) -> Gate:
    """For these communes; one query."""
    districts = dict(places)
    return Gate(
        sheet=sheet,
        closed=closed_reason(sheet.period, user, today),
        rights=rights_over(user, sheet.period, sheet.stage, districts),
        districts=districts,
        units=submissions_of(sheet.period, sheet.stage, places_of(districts)),
    )
