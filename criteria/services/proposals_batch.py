"""One taking-over of many proposals: what it stored, what of it still stands, and giving that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import Changeset, FigureChange, User
from communes.models import Commune
from criteria.domain.proposals import decided
from criteria.domain.values import Measure, State
from criteria.models import Result

from .proposals_acts import ACCEPTED
from .results import Edit, Status, load_cells, save_edits
from .sheets import Sheet

GIVEN_BACK = "Lấy lại lần nhận đề xuất"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A cell of the act. ``stands``: nobody has written it since."""

    commune: Commune
    measure: Measure
    old: str
    new: str
    stands: bool


@dataclass(frozen=True)
class Batch:
    """As far as the user sees its communes."""

    changeset: Changeset
    lines: Sequence[BatchLine]

    @cached_property
    def standing(self) -> list[BatchLine]:
        return [line for line in self.lines if line.stands]


def read_batch(sheet: Sheet, user: User, communes: Sequence[Commune], act: int) -> Batch | None:
    """None where the act took over no proposals of the sheet that the user sees."""
    by_id = {commune.pk: commune for commune in communes}
    changes = FigureChange.objects.visible_to(user).of_act(act, sheet.subject, ACCEPTED)
    rows = [row for row in changes if row.commune_id in by_id and row.key in sheet.measures]
    if not rows:
        return None
    stands = set(Result.objects.of_sheet(sheet.period, sheet.stage).derived_by(act))
    lines = [
        BatchLine(
            by_id[row.commune_id],
            sheet.measures[row.key],
            row.old,
            row.new,
            (row.commune_id, row.key) in stands,
        )
        for row in rows
    ]
    return Batch(rows[0].changeset, lines)


def give_back(
    sheet: Sheet, user: User, batch: Batch, today: date, address: str | None = None
) -> tuple[int, dict[str, int]]:
    """Clears the decisions of the act that still stand; the figures stay. Returns how many, and why → how
    many were not cleared."""
    cells = load_cells(sheet, {line.commune.pk for line in batch.standing})
    # Asked once more after the versions were read: who writes from here on is a conflict.
    stands = set(Result.objects.of_sheet(sheet.period, sheet.stage).derived_by(batch.changeset.pk))
    edits = []
    for line in batch.standing:
        if (line.commune.pk, line.measure.key) not in stands:
            continue
        cell = cells[line.commune.pk, line.measure.key]
        text = decided(cell.value, State.NO_DATA, line.measure)
        edits.append(Edit(line.commune.pk, line.measure.key, cell.version, text=text))
    reason = f"{GIVEN_BACK} {batch.changeset.pk}"
    outcomes = save_edits(sheet=sheet, user=user, edits=edits, today=today, address=address, reason=reason)
    left: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.status is not Status.SAVED:
            why = outcome.message.removesuffix(".") or "vừa được ghi lại"
            left[why] = left.get(why, 0) + 1
    return sum(outcome.status is Status.SAVED for outcome in outcomes), left


@dataclass(frozen=True, slots=True)
class Recent:
    """An act whose decisions still stand, as the page offers it."""

    changeset: Changeset
    cells: int


def recent_batches(sheet: Sheet, communes: Sequence[Commune], most: int = 3) -> list[Recent]:
    """The latest first; two queries."""
    rows = Result.objects.of_sheet(sheet.period, sheet.stage).of_communes([one.pk for one in communes])
    counts = rows.derived_acts()
    acts = Changeset.objects.of_reason(ACCEPTED, counts)[:most]
    return [Recent(act, counts[act.pk]) for act in acts]
