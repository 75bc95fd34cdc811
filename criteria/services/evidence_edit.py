"""Changing what is said of an evidence, and putting back one that stands for nothing any more."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import FigureChange, User
from accounts.services import open_changeset, record_changes
from criteria.models import Evidence, EvidenceUse, ReportingPeriod

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
CHANGED = "Minh chứng vừa được người khác sửa. Hãy xem lại rồi lưu."


def why_fixed(evidence: Evidence, user: User, today: date) -> str:
    """Why the user may not change what is said of it: all of its uses must be the user's to change."""
    by_period: dict[ReportingPeriod, list[EvidenceUse]] = {}
    for use in EvidenceUse.objects.filter(evidence=evidence).with_place():
        by_period.setdefault(use.period, []).append(use)
    if not by_period:
        return "" if _is_office(evidence, user) else SHARED
    return "" if all(_all_open(uses, period, user, today) for period, uses in by_period.items()) else SHARED


def _is_office(evidence: Evidence, user: User) -> bool:
    return any(area.manages and area.covers(evidence.province_id) for area in user.areas)


def _all_open(uses: Sequence[EvidenceUse], period: ReportingPeriod, user: User, today: date) -> bool:
    sheet = open_sheet(period, period.official_stage)
    communes = {use.commune_id for use in uses}
    if not communes <= sheet.districts.keys():
        return False
    rights = evidence_rights(sheet, user, [(pk, sheet.districts[pk]) for pk in communes], today)
    return all(rights.is_open(use.commune_id, use.criterion) for use in uses)


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
    rows = Evidence.objects.filter(pk=evidence.pk, changeset=seen)
    if not rows.update(changeset=changeset, **fields):
        raise EvidenceRefusedError(CHANGED)
    evidence.refresh_from_db()
    uses = EvidenceUse.objects.filter(evidence=evidence).with_place()
    sheets = {use.period_id: open_sheet(use.period, use.period.official_stage) for use in uses}
    record_changes(
        changeset,
        [
            change_of(sheets[use.period_id], (use.commune_id, use.key), before, words_of(evidence))
            for use in uses
        ],
    )
    return True


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
