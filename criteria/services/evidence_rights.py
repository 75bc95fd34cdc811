"""Who may add evidence to a commune's figures now, and take it away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from accounts.models import User
from criteria.domain.stages import STAGE_NAMES, SUBMISSION_STATE_NAMES, Stage
from criteria.models import Criterion, ReportingPeriod

from .gate import Gate, open_gate
from .sheets import Place, Sheet, closed_reason

NOT_YOURS = "Bạn xem được minh chứng nhưng không thêm, bớt."


@dataclass(frozen=True)
class EvidenceRights:
    """Evidence counts at every step: whoever may write the figure at one of them now may bring its evidence.

    ``gates``: one for each step at which the user enters results. ``office``: the coordination office, which
    may until the period closes, whatever was sent.
    """

    closed: str
    office: bool
    gates: tuple[Gate, ...]

    def is_open(self, commune: int, criterion: Criterion) -> bool:
        return self.office or any(gate.is_open(commune, criterion) for gate in self.gates)

    def why_closed(self, commune: int, criterion: Criterion) -> str:
        """In words; "" where the user may."""
        if self.is_open(commune, criterion):
            return ""
        mine = [gate for gate in self.gates if gate.is_yours(commune, criterion)]
        if not mine:
            return NOT_YOURS
        if self.closed:
            return self.closed
        gate = mine[-1]
        state = SUBMISSION_STATE_NAMES[gate.state(commune, criterion)]
        step = STAGE_NAMES[gate.sheet.stage]
        return f"Số liệu bước {step} {state}: muốn thêm, bớt minh chứng thì cần được trả lại."


def evidence_rights(sheet: Sheet, user: User, places: Iterable[Place], today: date) -> EvidenceRights:
    """For these communes; one query for each step at which the user enters results, none for the office."""
    communes, office = list(places), _is_office(sheet.period, user, today)
    stages = [stage for stage in Stage if any(stage in area.stages for area in user.areas)]
    return EvidenceRights(
        closed=closed_reason(sheet.period, user, today),
        office=office,
        gates=tuple(
            open_gate(replace(sheet, stage=stage), user, communes, today) for stage in stages if not office
        ),
    )


def _is_office(period: ReportingPeriod, user: User, today: date) -> bool:
    is_over = period.closes_on is not None and today > period.closes_on
    return user.manages_province(period.province_id) and period.opens_on <= today and not is_over
