"""The only writer of what a province confirms: rows of its own beside the national ones, with history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from accounts.domain.changes import Change
from accounts.models import Changeset, FigureChange, User
from accounts.services import open_changeset, record_changes
from communes.models import Province
from criteria.domain.level_input import as_row
from criteria.domain.level_lines import is_whole, level_words
from criteria.domain.requirements import Requirement
from criteria.domain.strictness import looser
from criteria.models import CriteriaSet, Indicator, Threshold

from .levels import NAMED, LevelsPage, Line, digest, levels_subject, named_fields, read_levels

WRITTEN = (
    *("comparison", "value", "value_text", "parts", "if_absent", "legal_reference", "set_by", "base"),
    *("provenance", "edited_by_hand", "valid_to"),
)
BATCH = 50  # rows of one UPDATE: SQLite bounds the number of parameters


@dataclass(frozen=True, slots=True)
class LevelEdit:
    """What is wanted of a line: a level from the day on, or none of its own any more (``level`` None).

    ``state``: what was stored about the line when the person saw it.
    """

    code: str
    state: str
    level: Requirement | None
    day: date


@dataclass(frozen=True, slots=True)
class Named:
    """How an administrator wants an indicator: ``fields`` by name; ``seen``: what was stored when shown."""

    number: str
    fields: Mapping[str, object]
    seen: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything one save asks for; ``pending``: the decisions not taken in, None where left alone."""

    levels: Sequence[LevelEdit] = ()
    names: Sequence[Named] = ()
    pending: str | None = None


@dataclass(frozen=True, slots=True)
class StoredLevels:
    """``looser``: code of a line → where the province asks less than the national level."""

    confirmed: int
    changed: int
    looser: Mapping[str, Sequence[str]]


class StaleLevelsError(Exception):
    """Somebody else changed these since: ``codes`` of lines, numbers of indicators. Nothing was stored."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


@transaction.atomic
def store_levels(
    *,
    province: Province,
    criteria_set: CriteriaSet,
    day: date,
    wanted: Wanted,
    user: User,
    all_groups: bool = False,
    address: str | None = None,
) -> StoredLevels:
    """All of it or nothing. ``day``: the one the page showed. Raises StaleLevelsError."""
    held = CriteriaSet.objects.for_writing(criteria_set)
    page = read_levels(province, held, day, all_groups=all_groups)
    stale = [edit.code for edit in wanted.levels if not _is_current(page, edit)]
    indicators = {line.key.number: line.indicator for line in page.lines.values()}
    stale += [one.number for one in wanted.names if not _is_as_seen(indicators.get(one.number), one)]
    if stale:
        raise StaleLevelsError(stale)
    changes = _write(page, wanted.levels)
    named = [change for one in wanted.names for change in _rename(page, indicators[one.number], one)]
    pending = _set_pending(page, wanted.pending)
    if changes or named or pending:
        reason = f"Mức đạt: {criteria_set.name}"
        changeset = open_changeset(
            user=user, channel=Changeset.Channel.BROWSER, address=address, reason=reason
        )
        record_changes(changeset, [*changes, *named, *pending])
    return StoredLevels(len(changes), len(named) + len(pending), _looser(page, wanted.levels))


def _is_current(page: LevelsPage, edit: LevelEdit) -> bool:
    line = page.lines.get(edit.code)
    return line is not None and line.state == edit.state


def _is_as_seen(indicator: Indicator | None, wanted: Named) -> bool:
    return indicator is not None and digest(named_fields(indicator)) == wanted.seen


def _write(page: LevelsPage, edits: Sequence[LevelEdit]) -> list[Change]:
    """Puts the rows in place; returns what changed by it."""
    new, same, gone, changes = [], [], [], []
    for edit in edits:
        line = page.lines[edit.code]
        own = next((row for row in line.own if row.valid_from == edit.day), None)
        if edit.level is None:
            if own is None:
                continue
            gone.append(own.pk)
        else:
            (same if own else new).append(_filled(own or _empty(page, line, edit.day), line, edit.level))
        changes.append(_change(page, line, edit))
    Threshold.objects.bulk_create(new)
    Threshold.objects.bulk_update(same, WRITTEN, batch_size=BATCH)
    Threshold.objects.take_back(gone)
    return [change for change in changes if change.old != change.new]


def _empty(page: LevelsPage, line: Line, day: date) -> Threshold:
    return Threshold(
        indicator=line.indicator,
        province=page.province,
        scope=line.key.scope,
        year=line.key.year,
        valid_from=day,
    )


def _filled(row: Threshold, line: Line, level: Requirement) -> Threshold:
    """What a page has no field for stays as it is in the level that holds."""
    fields = as_row(level) | {
        "set_by": line.row.set_by if line.row else "",
        "base": line.row.base if line.row else None,
        "provenance": Threshold.Provenance.OFFICE,
        "edited_by_hand": True,
    }
    if row is not line.row:  # it had ended, or its level was taken over by another one: it holds again
        fields["valid_to"] = None
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def _change(page: LevelsPage, line: Line, edit: LevelEdit) -> Change:
    provenance = line.row.get_provenance_display() if line.row else ""
    old = _told(line, line.level, provenance) if line.level else ""
    office = Threshold.Provenance.OFFICE.label
    new = _told(line, replace(edit.level, valid_from=edit.day), str(office)) if edit.level else ""
    return Change(page.subject, line.code, old, new, province_id=page.province.pk)


def _told(line: Line, level: Requirement, provenance: str) -> str:
    """ "≥ 70%; từ 08/03/2022; văn phòng xác nhận; căn cứ: …"."""
    if not is_whole(level):
        return level_words(level, line.measure, line.of_base)
    absent = dict(Threshold.IfAbsent.choices)[str(level.if_absent)]
    said = (
        level_words(level, line.measure, line.of_base),
        f"khi không có: {absent}" if line.indicator.if_any else "",
        f"từ {level.valid_from:%d/%m/%Y}",
        provenance,
        f"căn cứ: {level.reference}" if level.reference else "",
    )
    return "; ".join(filter(None, said))


def _rename(page: LevelsPage, indicator: Indicator, wanted: Named) -> list[Change]:
    old = {name: _field_text(indicator, name) for name in NAMED}
    for name, value in wanted.fields.items():
        setattr(indicator, name, value)
    changed = [name for name in NAMED if old[name] != _field_text(indicator, name)]
    if changed:
        indicator.edited_by_hand = True
        indicator.save(update_fields=[*changed, "edited_by_hand"])
    return [
        Change(
            page.subject,
            f"{indicator.number}:{name}",
            old[name],
            _field_text(indicator, name),
            province_id=page.province.pk,
        )
        for name in changed
    ]


def _field_text(indicator: Indicator, name: str) -> str:
    if name == "kind":
        return indicator.get_kind_display()
    value = getattr(indicator, name)
    return {True: "có", False: "không"}[value] if isinstance(value, bool) else str(value)


def _set_pending(page: LevelsPage, pending: str | None) -> list[Change]:
    old = page.criteria_set.pending_decisions
    if pending is None or pending == old:
        return []
    page.criteria_set.pending_decisions = pending
    page.criteria_set.edited_by_hand = True
    page.criteria_set.save(update_fields=["pending_decisions", "edited_by_hand"])
    return [Change(page.subject, "pending", old, pending, province_id=page.province.pk)]


def _looser(page: LevelsPage, edits: Sequence[LevelEdit]) -> dict[str, list[str]]:
    found = {edit.code: looser(edit.level, page.lines[edit.code].national) for edit in edits if edit.level}
    return {code: said for code, said in found.items() if said}


def history_of(province: Province, criteria_set: CriteriaSet, most: int) -> list[FigureChange]:
    """The last changes, newest first."""
    return list(FigureChange.objects.told_of_table(levels_subject(province, criteria_set))[:most])


def last_change(province: Province, criteria_set: CriteriaSet, code: str) -> FigureChange | None:
    return FigureChange.objects.told_of(levels_subject(province, criteria_set), code).order_by("-pk").first()


def told_stale(page: LevelsPage, codes: Sequence[str]) -> dict[str, str]:
    """Line or number → who changed it since, and to what."""
    told = {}
    for code in codes:
        change = last_change(page.province, page.criteria_set, code)
        who = f"{change.changeset.user} vừa sửa thành “{change.new}”" if change else "Dữ liệu vừa được sửa"
        told[code] = f"{who}. Lưu lại để giữ nội dung của bạn, hoặc mở lại trang để lấy nội dung mới."
    return told
