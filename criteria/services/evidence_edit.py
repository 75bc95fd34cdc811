"""Changing what is said of an evidence, and putting back one that stands for nothing any more."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from accounts.models import Changeset, FigureChange, User
from accounts.services import open_changeset, record_changes
from criteria.models import Criterion, Evidence, EvidenceUse, ReportingPeriod

from .evidence import (
    BROWSER,
    Cell,
    EvidenceRefusedError,
    Facts,
    change_of,
    evidence_subject,
    fact_fields,
    use_evidence,
    words_of,
)
from .evidence_rights import evidence_rights
from .sheets import open_sheet

SHARED = (
    "Minh chứng này còn dùng cho xã, chỉ tiêu hoặc kỳ mà bạn không sửa được lúc này, "
    "nên tên, số và ngày giữ nguyên."
)
Place = tuple[int, int]  # commune id, criterion id
CHANGED = "Minh chứng vừa được người khác sửa. Hãy xem lại rồi lưu."


def why_fixed(evidence: Evidence, user: User, today: date) -> str:
    """Why the user may not change what is said of it: all of its uses must be the user's to change."""
    by_period: dict[int, list[Place]] = {}
    for period, *place in EvidenceUse.objects.of_evidence(evidence).places():
        by_period.setdefault(period, []).append((place[0], place[1]))
    if not by_period:
        return "" if user.manages_province(evidence.province_id) else SHARED
    periods = _periods(by_period)
    may = all(_all_open(places, periods[pk], user, today) for pk, places in by_period.items())
    return "" if may else SHARED


def _periods(ids: Iterable[int]) -> dict[int, ReportingPeriod]:
    rows = ReportingPeriod.objects.select_related("province", "criteria_set")
    return dict(rows.in_bulk(list(ids)))


def _all_open(places: Sequence[Place], period: ReportingPeriod, user: User, today: date) -> bool:
    sheet = open_sheet(period, period.official_stage)
    communes = {commune for commune, _ in places}
    if not communes <= sheet.districts.keys():
        return False
    rights = evidence_rights(sheet, user, [(pk, sheet.districts[pk]) for pk in communes], today)
    criteria = {row.pk: row for row in sheet.rows.values() if isinstance(row, Criterion)}
    return all(rights.is_open(commune, criteria[criterion]) for commune, criterion in places)


@transaction.atomic
def edit_evidence(
    *, evidence: Evidence, seen: int, facts: Facts, user: User, today: date, address: str | None = None
) -> bool:
    """Store what is said of it; false where it said so already. ``seen``: the changeset the person saw.

    Raises EvidenceRefusedError.
    """
    fields = fact_fields(facts)
    if all(getattr(evidence, name) == value for name, value in fields.items()):
        return False
    reason = why_fixed(evidence, user, today)
    if reason:
        raise EvidenceRefusedError(reason)
    before = words_of(evidence)
    changeset = open_changeset(user=user, channel=BROWSER, address=address, reason="Sửa minh chứng")
    rows = Evidence.objects.filter(pk=evidence.pk, changeset__pk=seen)
    if not rows.update(changeset=changeset, **fields):
        raise EvidenceRefusedError(CHANGED)
    evidence.refresh_from_db()
    _record(evidence, before, changeset)
    return True


def _record(evidence: Evidence, before: str, changeset: Changeset) -> None:
    """A line for each use."""
    uses = EvidenceUse.objects.of_evidence(evidence).order_by("pk")
    rows = list(uses.values_list("period", "commune", "key"))
    sheets = {
        pk: open_sheet(period, period.official_stage)
        for pk, period in _periods({pk for pk, _, _ in rows}).items()
    }
    words = words_of(evidence)
    record_changes(
        changeset, [change_of(sheets[pk], (commune, key), before, words) for pk, commune, key in rows]
    )


def last_cells(evidence: Evidence) -> tuple[ReportingPeriod | None, list[Cell]]:
    """For what an evidence that is used nowhere stood last: what its last change took it from."""
    rows = FigureChange.objects.filter(changeset=evidence.changeset_id, new="").exclude(commune=None)
    changes = list(rows.order_by("pk"))
    periods = {
        evidence_subject(period): period
        for period in ReportingPeriod.objects.filter(province=evidence.province_id).select_related("province")
    }
    found = next((periods[row.subject] for row in changes if row.subject in periods), None)
    if found is None:
        return None, []
    subject = evidence_subject(found)
    return found, [(row.commune_id, row.key) for row in changes if row.subject == subject]


def put_back(*, evidence: Evidence, user: User, today: date, address: str | None = None) -> int:
    """Let it stand again for what it was taken from last. Raises EvidenceRefusedError."""
    period, cells = last_cells(evidence)
    if period is None:
        raise EvidenceRefusedError("Không rõ minh chứng này đã dùng ở đâu: hãy chọn xã và chỉ tiêu.")
    sheet = open_sheet(period, period.official_stage)
    return use_evidence(sheet=sheet, user=user, evidence=evidence, cells=cells, today=today, address=address)
