"""What a person should look at before a decision is stored: said, never refused for it.

Old decisions may not be in the register, so that a missing one proves nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from communes.models import Commune
from criteria.domain.progress import names
from criteria.domain.recognitions import Held, Level, missing_ground, year_doubt
from criteria.models import Recognition

from .recognitions import Decision

NAMED = 6  # communes told by name in one sentence
Rows = Mapping[int, Sequence[Recognition]]  # commune id → what the register has of it


@dataclass(frozen=True, slots=True)
class Doubts:
    """``stored``: communes of which the register has this very recognition: it cannot be stored twice."""

    stored: tuple[Commune, ...] = ()
    warnings: tuple[str, ...] = ()


def look_over(decision: Decision, communes: Sequence[Commune], *, but: Collection[int] = ()) -> Doubts:
    """Before it is stored for these communes of one province; ``but``: those being corrected."""
    formed_from = Commune.objects.formed_into(communes)
    own = _own_rows({commune.pk for commune in communes} | {pk for pk, _ in formed_from}, but)
    for old, new in formed_from:  # what a commune had that was merged into this one counts as ground
        own.setdefault(-new, []).extend(own.get(old, ()))
    told = (
        year_doubt(decision.year, decision.decided_on),
        _ground_told(decision, communes, own),
        _twice_told(decision, communes, own),
        _day_told(decision, communes),
    )
    stored = [one for one in communes if any(_is_same(row, decision) for row in own.get(one.pk, ()))]
    return Doubts(tuple(stored), tuple(filter(None, told)))


def _own_rows(ids: Iterable[int], but: Collection[int]) -> dict[int, list[Recognition]]:
    rows: dict[int, list[Recognition]] = {}
    for row in Recognition.objects.of_communes(ids).select_related("criteria_set"):
        if row.pk not in but:
            rows.setdefault(row.commune_id, []).append(row)
    return rows


def held(rows: Iterable[Recognition]) -> list[Held]:
    """The recognitions as the domain sees them."""
    return [Held(Level(row.level), row.decided_on, row.ended_on) for row in rows]


def _is_same(row: Recognition, decision: Decision) -> bool:
    return (row.level, row.number, row.decided_on) == (decision.level, decision.number, decision.decided_on)


def _ground_told(decision: Decision, communes: Sequence[Commune], own: Rows) -> str:
    level, day = Level(decision.level), decision.decided_on
    without = [
        one
        for one in communes
        if missing_ground(level, held([*own.get(one.pk, ()), *own.get(-one.pk, ())]), day)
    ]
    ground = missing_ground(level, (), day)
    if not (without and ground):
        return ""
    name = Recognition.Level(ground).label
    return (
        f"Vào ngày quyết định, sổ chưa có công nhận {name} còn hiệu lực của {names_of(without)}. "
        "Nếu quyết định trước đó chưa được ghi vào sổ thì cứ lưu, rồi ghi thêm."
    )


def _twice_told(decision: Decision, communes: Sequence[Commune], own: Rows) -> str:
    """Recognised on that level already, under the same set as far as sets are known."""
    again = []
    for one in communes:
        for row in own.get(one.pk, ()):
            valid = row.level == decision.level and held([row])[0].stands_on(decision.decided_on)
            sets = {row.criteria_set, decision.criteria_set}
            if valid and not _is_same(row, decision) and (None in sets or len(sets) == 1):
                again.append(f"{one} (số {row.number} ngày {row.decided_on:%d/%m/%Y})")
    if not again:
        return ""
    return f"Đã có công nhận cùng mức còn hiệu lực: {names(again, NAMED)}."


def _day_told(decision: Decision, communes: Sequence[Commune]) -> str:
    """One number has one day in a year: another one is a slip of the pen."""
    rows = Recognition.objects.of_province(communes[0].province_id).matching(
        number=decision.number, decided_on__year=decision.decided_on.year
    )
    days = sorted({row.decided_on for row in rows} - {decision.decided_on})
    if not days:
        return ""
    return f"Quyết định số {decision.number} đã được ghi với ngày {days[0]:%d/%m/%Y}: xem lại ngày hoặc số."


def names_of(communes: Sequence[Commune]) -> str:
    """The first of them by name, and how many more."""
    return names([one.full_name for one in communes], NAMED)
