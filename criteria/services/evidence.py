"""The only writer of evidence: files and decisions, and the results each stands for."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from criteria.domain.evidence import decision_words, file_name, told
from criteria.models import Criterion, Evidence, EvidenceUse, Indicator, ReportingPeriod
from ntm.attachments import FileType

from .evidence_rights import EvidenceRights, evidence_rights
from .sheets import Sheet

Cell = tuple[int, str]  # commune id, key of the column
AGAIN = "Dùng lại minh chứng kỳ trước"
BROWSER = Changeset.Channel.BROWSER
DENIED = "Có chỉ tiêu bạn không thêm, bớt được minh chứng lúc này. Hãy tải lại trang."


class EvidenceRefusedError(Exception):
    """The message says in Vietnamese why nothing was done."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of an evidence."""

    title: str
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""


@dataclass(frozen=True)
class Brought:
    """A file somebody sent, already found to be of a type that is taken."""

    content: File
    type: FileType
    sent_name: str
    digest: str

    @property
    def name(self) -> str:
        return file_name(self.sent_name, self.type.suffix)


def digest_of(content: File) -> str:
    """The SHA-256 of the file, which is left at its beginning."""
    content.seek(0)
    found = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    return found


def evidence_subject(period: ReportingPeriod) -> str:
    """How the history names the evidence of a period."""
    return f"evidence/{period.province.code}/{period.code}"


def words_of(evidence: Evidence) -> str:
    """How the history names one evidence."""
    decision = decision_words(evidence.number, evidence.issued_on, evidence.issuer)
    return told(evidence.title, decision, evidence.name)


def same_file(user: User, period: ReportingPeriod, digest: str) -> Evidence | None:
    """What the user sees of the same bytes in the province."""
    return Evidence.objects.visible_to(user).same_file(digest, period.province_id).first()


def same_paper(user: User, period: ReportingPeriod, facts: Facts, brought: Brought | None) -> Evidence | None:
    """The same file, or where there is none a document of which the very same is said."""
    if brought:
        return same_file(user, period, brought.digest)
    seen = Evidence.objects.visible_to(user)
    return seen.same_document(period.province_id, **fact_fields(facts)).first()


def add_evidence(
    *,
    sheet: Sheet,
    user: User,
    cells: Collection[Cell],
    facts: Facts,
    brought: Brought | None,
    today: date,
    address: str | None = None,
) -> Evidence:
    """Keep a new evidence for the cells. Its file goes if that fails. Raises EvidenceRefusedError."""
    with ExitStack() as on_failure:
        stored = ""
        if brought:
            stored = default_storage.save(f"evidence/{today:%Y/%m}/{uuid4().hex}", brought.content)
            on_failure.callback(default_storage.delete, stored)
        with transaction.atomic():
            check_cells(sheet, user, cells, today)
            changeset = open_changeset(user=user, channel=BROWSER, address=address)
            evidence = Evidence.objects.create(
                province_id=sheet.period.province_id,
                file=stored,
                changeset=changeset,
                **_file_fields(brought),
                **fact_fields(facts),
            )
            _use(sheet, evidence, list(dict.fromkeys(cells)), changeset)
        on_failure.pop_all()
    return evidence


def _file_fields(brought: Brought | None) -> dict[str, object]:
    if brought is None:
        return {}
    return {
        "kind": brought.type.kind,
        "name": brought.name,
        "size": brought.content.size,
        "digest": brought.digest,
    }


def fact_fields(facts: Facts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in Facts.__slots__}


@transaction.atomic
def use_evidence(
    *,
    sheet: Sheet,
    user: User,
    evidence: Evidence,
    cells: Collection[Cell],
    today: date,
    address: str | None = None,
) -> int:
    """Let an evidence stand for more cells; how many did not have it yet. Raises EvidenceRefusedError."""
    check_cells(sheet, user, cells, today)
    if evidence.province_id != sheet.period.province_id:
        raise EvidenceRefusedError("Minh chứng này thuộc tỉnh khác.")
    Evidence.objects.hold([evidence.pk])
    there = EvidenceUse.objects.of_period(sheet.period).filter(evidence=evidence)
    known = set(there.values_list("commune", "key"))
    new = [cell for cell in dict.fromkeys(cells) if cell not in known]
    if new:
        _use(sheet, evidence, new, open_changeset(user=user, channel=BROWSER, address=address))
    return len(new)


def _use(sheet: Sheet, evidence: Evidence, cells: Collection[Cell], changeset: Changeset) -> None:
    """Somebody else may be bringing the same."""
    EvidenceUse.objects.bulk_create(
        [_new_use(sheet, evidence, cell, changeset) for cell in cells], ignore_conflicts=True
    )
    record_changes(changeset, [change_of(sheet, cell, "", words_of(evidence)) for cell in cells])


def check_cells(sheet: Sheet, user: User, cells: Collection[Cell], today: date) -> EvidenceRights:
    """Raises EvidenceRefusedError unless the user may bring evidence for every one of the cells."""
    communes = {commune for commune, _ in cells}
    if not cells or not communes <= sheet.districts.keys():
        raise EvidenceRefusedError(DENIED)
    places = [(commune, sheet.districts[commune]) for commune in communes]
    rights = evidence_rights(sheet, user, places, today)
    for commune, key in cells:
        if key not in sheet.measures or not rights.is_open(commune, sheet.criterion_of(key)):
            raise EvidenceRefusedError(DENIED)
    return rights


def _new_use(sheet: Sheet, evidence: Evidence, cell: Cell, changeset: Changeset) -> EvidenceUse:
    commune, key = cell
    row = sheet.rows[key]
    return EvidenceUse(
        evidence=evidence,
        period=sheet.period,
        commune_id=commune,
        key=key,
        criterion_id=row.pk if isinstance(row, Criterion) else row.criterion_id,
        indicator_id=row.pk if isinstance(row, Indicator) else None,
        changeset=changeset,
    )


def change_of(sheet: Sheet, cell: Cell, old: str, new: str) -> Change:
    commune, key = cell
    return Change(
        subject=evidence_subject(sheet.period),
        key=key,
        old=old,
        new=new,
        province_id=sheet.period.province_id,
        district_id=sheet.districts[commune],
        commune_id=commune,
    )


@transaction.atomic
def drop_uses(
    *,
    sheet: Sheet,
    user: User,
    evidence: Evidence,
    cells: Collection[Cell],
    today: date,
    address: str | None = None,
) -> int:
    """Take the evidence from cells of the period; it stays, with its file. Raises EvidenceRefusedError."""
    check_cells(sheet, user, cells, today)
    wanted = set(cells)
    uses = EvidenceUse.objects.of_period(sheet.period).filter(evidence=evidence).select_for_update()
    gone = [use for use in uses if (use.commune_id, use.key) in wanted]
    if gone:
        changeset = open_changeset(user=user, channel=BROWSER, address=address)
        EvidenceUse.objects.filter(pk__in=[use.pk for use in gone]).delete()
        Evidence.objects.filter(pk=evidence.pk).update(changeset=changeset)
        words = words_of(evidence)
        record_changes(changeset, [change_of(sheet, (use.commune_id, use.key), words, "") for use in gone])
    return len(gone)


@transaction.atomic
def use_many(
    *,
    sheet: Sheet,
    user: User,
    commune: int,
    keys: Mapping[int, Collection[str]],
    today: date,
    address: str | None = None,
) -> int:
    """Let many stand for columns of one commune, in one act: evidence id → columns."""
    cells = {pk: [(commune, key) for key in mine] for pk, mine in keys.items()}
    check_cells(sheet, user, [cell for mine in cells.values() for cell in mine], today)
    seen = Evidence.objects.visible_to(user).filter(province=sheet.period.province_id).in_bulk(list(cells))
    Evidence.objects.hold(seen)
    known = set(
        EvidenceUse.objects.of_period(sheet.period)
        .of_communes([commune])
        .values_list("evidence", "commune", "key")
    )
    new = {pk: [cell for cell in cells[pk] if (pk, *cell) not in known] for pk in seen}
    if any(new.values()):
        changeset = open_changeset(user=user, channel=BROWSER, address=address, reason=AGAIN)
        for pk, mine in new.items():
            _use(sheet, seen[pk], mine, changeset)
    return sum(map(len, new.values()))


def cells_of(communes: Iterable[int], keys: Collection[str]) -> list[Cell]:
    """Every key in every commune."""
    return [(commune, key) for commune in communes for key in keys]
