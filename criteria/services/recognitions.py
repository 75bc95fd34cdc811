"""The register of recognitions: the only writers of it. Each act is one changeset, nothing is lost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.domain.changes import Change
from accounts.models import Changeset, User
from accounts.services import open_changeset, record_changes
from communes.models import Commune, CommuneStatus, Province
from criteria.domain.recognitions import recognition_key
from criteria.models import CriteriaSet, Recognition


class StaleRecognitionError(Exception):
    """Somebody else changed or deleted the recognition since the person read it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one decision says alike of all communes it names."""

    level: str
    number: str
    decided_on: date
    year: int
    signer: str = ""
    criteria_set: CriteriaSet | None = None
    domains: tuple[str, ...] = ()
    note: str = ""

    @property
    def fields(self) -> dict[str, object]:
        """By the names of the model's fields."""
        names = ("level", "number", "decided_on", "year", "signer", "criteria_set", "note")
        domains = Recognition.Domain.in_order(self.domains)
        return {name: getattr(self, name) for name in names} | {"domains": domains}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a recognition ended, by which decision; ``valid`` takes such a word back."""

    state: str
    number: str = ""
    on: date | None = None
    reason: str = ""

    @property
    def fields(self) -> dict[str, object]:
        if self.state == Recognition.State.VALID:
            return {"state": self.state, "ended_number": "", "ended_on": None, "ended_reason": ""}
        return {
            "state": self.state,
            "ended_number": self.number,
            "ended_on": self.on,
            "ended_reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, from where; ``reason`` as the history shows it."""

    user: User
    address: str | None = None
    reason: str = ""
    opened: Changeset | None = None

    def changeset(self, reason: str) -> Changeset:
        """Of the act; ``opened``: that of a larger act it is part of."""
        return self.opened or open_changeset(
            user=self.user,
            channel=Changeset.Channel.BROWSER,
            address=self.address,
            reason=(self.reason or reason)[:500],
        )


def register_subject(province: Province) -> str:
    """How the history names the register of a province."""
    return f"recognition/{province.code}"


def recognition_words(recognition: Recognition) -> str:
    """All that is stored of it in one line, as the history keeps it."""
    row = recognition
    parts = [f"Quyết định số {row.number} ngày {row.decided_on:%d/%m/%Y}"]
    parts += [f"người ký: {row.signer}"] if row.signer else []
    parts += [f"theo: {row.criteria_set}"] if row.criteria_set else []
    parts += [f"lĩnh vực: {', '.join(row.domain_names)}"] if row.domains else []
    ended = str(row.get_state_display())
    if row.ended_on:
        ended += f" theo số {row.ended_number} ngày {row.ended_on:%d/%m/%Y}"
        ended += f": {row.ended_reason}" if row.ended_reason else ""
    parts += [ended, *([f"ghi chú: {row.note}"] if row.note else [])]
    return "; ".join(parts)


def add_recognitions(*, decision: Decision, communes: Iterable[Commune], by: By) -> list[Recognition]:
    """One recognition for each of the communes. The caller has looked for those that are stored already.

    Raises StaleRecognitionError where somebody stored one of them in the same moment.
    """
    try:
        return _add(decision, communes, by)
    except IntegrityError as error:
        raise StaleRecognitionError from error


@transaction.atomic
def _add(decision: Decision, communes: Iterable[Commune], by: By) -> list[Recognition]:
    level = Recognition.Level(decision.level).label
    changeset = by.changeset(f"Thêm công nhận {level} theo {decision.number}")
    rows = Recognition.objects.bulk_create(
        Recognition(commune=commune, changeset=changeset, **decision.fields) for commune in communes
    )
    _record(changeset, [(row, "", recognition_words(row)) for row in rows])
    return rows


def change_decision(*, rows: Iterable[tuple[Recognition, int]], fields: Mapping[str, object], by: By) -> int:
    """Stores new values of some fields of recognitions, each with the version it was read at.

    ``fields``: of a Decision or an Ending. Returns how many changed; nothing is recorded where none did. All
    or none: raises StaleRecognitionError where one of them was changed or deleted meanwhile, or what it would
    say now was written elsewhere.
    """
    try:
        return _change_all(rows, fields, by)
    except IntegrityError as error:
        raise StaleRecognitionError from error


@transaction.atomic
def _change_all(rows: Iterable[tuple[Recognition, int]], fields: Mapping[str, object], by: By) -> int:
    changed, act = 0, by
    for row, version in rows:
        made = _change(row, fields, version, act)
        if made:
            changed, act = changed + 1, replace(by, opened=made)
    return changed


def _change(row: Recognition, fields: Mapping[str, object], version: int, by: By) -> Changeset | None:
    """The act, None where nothing differs."""
    stored = Recognition.objects.for_list().with_pk(row.pk).first()
    if stored is None:
        raise StaleRecognitionError
    old_key, old = recognition_key(stored.level, stored.year), recognition_words(stored)
    for name, value in fields.items():
        setattr(stored, name, value)
    if (old_key, old) == (recognition_key(stored.level, stored.year), recognition_words(stored)):
        return None
    changeset = by.changeset(f"Sửa công nhận của {stored.commune}")
    rows = Recognition.objects.as_read(stored.pk, version)
    if not rows.update(**fields, changeset=changeset, version=F("version") + 1):
        raise StaleRecognitionError
    _told(changeset, stored, old_key, old)
    return changeset


def _told(changeset: Changeset, row: Recognition, old_key: str, old: str) -> None:
    """Records what the row says instead of ``old``; another key ends one line of history, begins another."""
    if old_key in ("", recognition_key(row.level, row.year)):
        _record(changeset, [(row, old, recognition_words(row))])
    else:
        _record(changeset, [(row, old, "")], key=old_key)
        _record(changeset, [(row, "", recognition_words(row))])


@transaction.atomic
def delete_recognition(*, recognition: Recognition, version: int, by: By) -> None:
    """Takes a wrong entry out; the history keeps all it said. Raises StaleRecognitionError."""
    changeset = by.changeset(f"Xóa công nhận của {recognition.commune}")
    words = recognition_words(recognition)
    rows = Recognition.objects.as_read(recognition.pk, version)
    if not rows.delete()[0]:
        raise StaleRecognitionError
    _record(changeset, [(recognition, words, "")])


def _record(changeset: Changeset, told: list[tuple[Recognition, str, str]], *, key: str = "") -> None:
    """Each with what was and is said; ``key`` where it is not that of the row as it is now."""
    districts = _districts_of(row for row, _, _ in told)
    record_changes(
        changeset,
        [
            Change(
                subject=register_subject(row.commune.province),
                key=key or recognition_key(row.level, row.year),
                old=old,
                new=new,
                province_id=row.commune.province_id,
                district_id=districts.get(row.commune_id),
                commune_id=row.commune_id,
            )
            for row, old, new in told
        ],
    )


def _districts_of(rows: Iterable[Recognition]) -> dict[int, int]:
    """Commune id → its district when it was recognised, so that the district reads the history too."""
    days = {row.commune_id: row.decided_on for row in rows}
    found: dict[int, int] = {}
    for status in CommuneStatus.objects.in_districts(days):
        if status.commune_id not in found or status.valid_from <= days[status.commune_id]:
            found[status.commune_id] = status.district_id
    return found


class ListAct:
    """What a list that comes in changes, as one act, begun with its first change."""

    def __init__(self, user: User, address: str | None = None) -> None:
        self.user, self.address = user, address
        self.before: dict[int, tuple[str, str]] = {}

    @cached_property
    def changeset(self) -> Changeset:
        return open_changeset(
            user=self.user,
            channel=Changeset.Channel.UPLOAD,
            address=self.address,
            reason="Nhập danh sách công nhận",
        )

    def stamp(self, row: Recognition) -> None:
        """Before the row is saved: remembers what is stored."""
        stored = Recognition.objects.select_related("criteria_set").with_pk(row.pk).first()
        if stored:
            self.before[row.pk] = (recognition_key(stored.level, stored.year), recognition_words(stored))
            row.version = stored.version + 1
        row.changeset = self.changeset

    def record(self, row: Recognition) -> None:
        """After it was saved."""
        _told(self.changeset, row, *self.before.get(row.pk, ("", "")))
