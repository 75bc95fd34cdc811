"""Taking proposals over as decisions, and saying why a decision differs from its proposal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from communes.models import Commune
from criteria.domain.proposals import Tab, ground_of
from criteria.models import Result

from .gate import open_gate
from .proposals import Row, read_proposals
from .results import Address, Edit, Outcome, Status, save_edits
from .sheets import Sheet
from .submissions import claim_units, unit_of

ACCEPTED = "Nhận đề xuất"  # as the history tells the act
REASONED = "Lý do kết luận khác đề xuất"
CHANGED = "Đề xuất hoặc số liệu đã thay đổi từ lúc bạn mở trang, hãy xem lại"
AGREES = "Kết luận nay không còn khác đề xuất"


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell as the person saw it: code of the commune, version, and the mark of what was proposed."""

    commune: str
    key: str
    version: int
    ground: str

    @property
    def name(self) -> str:
        return f"{self.commune}/{self.key}"


@dataclass(frozen=True)
class Done:
    """``stored``: the cells written; ``left``: the others with why not; ``act``: the changeset, if any."""

    stored: Sequence[Address]
    left: Mapping[Address, str]
    act: int | None = None


@transaction.atomic
def accept_proposals(
    *,
    sheet: Sheet,
    user: User,
    communes: Sequence[Commune],
    wanted: Iterable[Seen],
    today: date,
    address: str | None = None,
) -> Done:
    """Stores what was proposed as the user's decisions, the figures as they are; nothing not seen so.

    ``communes``: those the user sees. A cell or proposal that changed keeps no other from being stored.
    """
    asked = _known(sheet, communes, wanted)
    now = _rows_now(sheet, user, communes, asked, today)
    left = {at: why for at, seen in asked.items() if (why := _why_not(now.get(at), seen, Tab.OPEN))}
    edits = [
        Edit(*at, seen.version, text=now[at].accepted, derived=True)
        for at, seen in asked.items()
        if at not in left
    ]
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=today, address=address, reason=ACCEPTED)
    return _done(sheet, outcomes, left)


@transaction.atomic
def save_reasons(
    *,
    sheet: Sheet,
    user: User,
    communes: Sequence[Commune],
    given: Mapping[Seen, str],
    today: date,
    address: str | None = None,
) -> Done:
    """Stores why decisions differ from what is proposed; one that was changed meanwhile is left as it is."""
    asked = _known(sheet, communes, given)
    now = _rows_now(sheet, user, communes, asked, today)
    left = {at: why for at, seen in asked.items() if (why := _why_not(now.get(at), seen, Tab.DIFFERING))}
    edits = [Edit(*at, seen.version, reason=given[seen]) for at, seen in asked.items() if at not in left]
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=today, address=address, reason=REASONED)
    return _done(sheet, outcomes, left)


def _known(sheet: Sheet, communes: Iterable[Commune], wanted: Iterable[Seen]) -> dict[Address, Seen]:
    """By their place; what the user does not see is as if it were not there."""
    ids = {commune.code: commune.pk for commune in communes}
    return {
        (ids[one.commune], one.key): one for one in wanted if one.commune in ids and one.key in sheet.measures
    }


def _why_not(row: Row | None, seen: Seen, tab: Tab) -> str:
    if row is None or row.tab is not tab:
        return AGREES if tab is Tab.DIFFERING else CHANGED
    if row.cell.version != seen.version or ground_of(row.judged) != seen.ground:
        return CHANGED
    return row.why_closed


def _rows_now(
    sheet: Sheet, user: User, communes: Iterable[Commune], asked: Iterable[Address], today: date
) -> dict[Address, Row]:
    """What is proposed for these cells, which nobody else writes until the transaction ends."""
    asked = list(asked)
    ids = {pk for pk, _ in asked}
    touched = [commune for commune in communes if commune.pk in ids]
    districts = {commune.pk: commune.district_id for commune in touched}
    criteria = {key: sheet.criterion_of(key) for _, key in asked}
    gate = open_gate(sheet, user, districts.items(), today)
    units = {
        unit_of(sheet.stage, pk, districts[pk], criteria[key].pk)
        for pk, key in asked
        if gate.is_open(pk, criteria[key])
    }
    claim_units(sheet.period, sheet.stage, units)
    found = read_proposals(sheet, user, touched, {one.number for one in criteria.values()}, today)
    return {row.at: row for row in found.rows}


def _done(sheet: Sheet, outcomes: Sequence[Outcome], left: Mapping[Address, str]) -> Done:
    stored = [outcome.edit.at for outcome in outcomes if outcome.status is Status.SAVED]
    refused = {one.edit.at: _told(one) for one in outcomes if one.status not in (Status.SAVED, Status.SAME)}
    act = None
    if stored:
        (pk, key), *_ = stored
        act = Result.objects.of_sheet(sheet.period, sheet.stage).act_of(pk, key)
    return Done(stored, {**left, **refused}, act)


def _told(outcome: Outcome) -> str:
    if outcome.status is Status.CONFLICT and outcome.at:
        return f"{outcome.by} vừa ghi ô này lúc {localtime(outcome.at):%H:%M %d/%m/%Y}"
    return outcome.message.removesuffix(".")
