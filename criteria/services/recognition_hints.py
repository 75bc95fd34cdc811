"""Recognised communes whose figures have come to what QĐ 18/2022/QĐ-TTg names. A hint: nothing acts on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communes.models import Province
from criteria.domain.revocation import Mark, RevocationHint, revocation_hint
from criteria.domain.stages import Stage
from criteria.domain.values import State
from criteria.models import Criterion, Recognition, ReportingPeriod, Result

from .recognition_page import CONCERNED, LEVEL_OF_TIER, district_on
from .submissions import locked_communes


@dataclass(frozen=True, slots=True)
class HintLine:
    """One recognition to look at again, with the period whose official figures say so."""

    recognition: Recognition
    hint: RevocationHint
    period: ReportingPeriod
    locked: bool


def read_hints(provinces: Iterable[Province], today: date) -> list[HintLine]:
    """From the latest period of each set's tier that has official figures; those most in want first, and last
    those of communes that have ended since."""
    lines = [
        line
        for province in provinces
        for period in _latest_periods(province, today)
        for line in _lines(period, today)
    ]
    return sorted(lines, key=lambda line: (_has_ended(line.recognition, today), -line.hint.unmet))


def _has_ended(recognition: Recognition, day: date) -> bool:
    last = recognition.commune.valid_to
    return last is not None and last < day


def _latest_periods(province: Province, today: date) -> list[ReportingPeriod]:
    """One for each tier that QĐ 18 speaks of."""
    periods = ReportingPeriod.objects.of_province(province).begun_by(today).in_use()
    found: dict[str, ReportingPeriod] = {}
    for period in sorted(periods.select_related("criteria_set"), key=lambda one: one.last_day, reverse=True):
        if LEVEL_OF_TIER.get(period.criteria_set.tier) in CONCERNED:
            found.setdefault(period.criteria_set.tier, period)
    return list(found.values())


def _lines(period: ReportingPeriod, today: date) -> list[HintLine]:
    """Of those recognised when the figures were made up, and still so today; five queries."""
    level, stage = LEVEL_OF_TIER[period.criteria_set.tier], Stage(period.official_stage)
    rows = Recognition.objects.of_province(period.province_id).matching(level=level.value).for_list()
    valid = [row for row in rows.standing_on(period.last_day) if row.ended_on is None or row.ended_on > today]
    criteria = {one.pk: one for one in Criterion.objects.of_set(period.criteria_set_id)}
    stored = Result.objects.marks(period, [stage], criteria)
    states = {(commune, criterion): State(state) for _, commune, criterion, state in stored}
    hints: dict[int, RevocationHint] = {}
    for row in valid:
        marks = [
            Mark(one.short_name, states.get((row.commune_id, pk), State.NO_DATA), one.key_for_revocation)
            for pk, one in criteria.items()
        ]
        hint = revocation_hint(marks)
        if hint:
            hints[row.pk] = hint
    latest_last = reversed(valid)  # of a commune recognised twice the latest decision is told
    chosen = {row.commune_id: row for row in latest_last if row.pk in hints}
    locked = _locked(period, stage, chosen.values())
    return [HintLine(row, hints[row.pk], period, row.commune_id in locked) for row in chosen.values()]


def _locked(period: ReportingPeriod, stage: Stage, rows: Iterable[Recognition]) -> frozenset[int]:
    districts = {row.commune_id: district_on(row.commune, period.last_day) for row in rows}
    return locked_communes(period, stage, {pk: one.pk if one else None for pk, one in districts.items()})
