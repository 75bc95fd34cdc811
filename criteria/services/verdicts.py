"""Proposals for the cells of a sheet: what was entered beside what must be reached in the period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from communes.models import CommuneStatus
from criteria.domain.part_levels import BadPartsError, read_levels_of_parts
from criteria.domain.requirements import (
    Comparison,
    IfAbsent,
    Place,
    Requirement,
    in_force,
    lacking,
    scopes_of_group,
    scopes_of_region,
)
from criteria.domain.values import Measure, ResultValue
from criteria.domain.verdicts import Judged, Verdict, judge, judge_criterion
from criteria.models import CriteriaSet, ReportingPeriod, Threshold

from .results import Address, Cell, load_cells
from .sheets import Sheet

LEVEL_FIELDS = (
    *("indicator_id", "comparison", "scope", "year", "value", "value_text", "parts", "province_id"),
    *("provenance", "valid_from", "valid_to", "if_absent", "legal_reference", "set_by", "base_id"),
)
NO_CELL = Cell()


@dataclass(frozen=True)
class Verdicts:
    """Commune id → key of the column → what is proposed and decided, in the order of the columns.

    ``levels``: commune id → key of the indicator → what it must reach there, None where nothing is set.
    """

    sheet: Sheet
    by_commune: Mapping[int, Mapping[str, Judged]]
    levels: Mapping[int, Mapping[str, Requirement | None]]

    def at(self, commune_id: int, key: str) -> Judged:
        return self.by_commune[commune_id][key]


def judge_sheet(
    sheet: Sheet, communes: Iterable[int], cells: Mapping[Address, Cell] | None = None
) -> Verdicts:
    """Of these communes, every column. ``cells``: all stored ones where they are at hand; else one query.

    Three queries more: the levels, those that levels rest on, and what is true of the communes.
    """
    communes = list(communes)
    stored = load_cells(sheet, communes) if cells is None else cells
    stored_rows = levels_of(sheet.period)
    places = places_of(sheet.period, communes)
    columns = _columns(sheet)
    wanted = {place: _wanted(sheet, stored_rows, place) for place in set(places.values())}
    return Verdicts(
        sheet,
        {pk: _judge_commune(columns, pk, stored, wanted[places[pk]]) for pk in communes},
        {pk: {key: one.level for key, one in wanted[places[pk]].items()} for pk in communes},
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an indicator must reach at a place; where nothing is set ``lacking`` says why."""

    level: Requirement | None
    lacking: str = ""
    told: dict[ResultValue, Verdict] = field(default_factory=dict)  # what was judged already

    def judge(self, measure: Measure, value: ResultValue) -> Verdict:
        """Many communes state the same: "1", "100"."""
        found = self.told.get(value)
        if found is None:
            found = self.told[value] = judge(measure, value, self.level, self.lacking)
        return found

    @property
    def if_absent(self) -> IfAbsent:
        """An unconfirmed level decides nothing, this neither."""
        return self.level.if_absent if self.level and self.level.confirmed else IfAbsent.ASK


def _wanted(sheet: Sheet, stored: Mapping[int, Sequence[Requirement]], place: Place) -> dict[str, _Wanted]:
    found = {}
    for measure in sheet.indicators:
        rows = stored.get(sheet.rows[measure.key].pk, ())
        level = in_force(rows, place)
        found[measure.key] = _Wanted(level, "" if level else lacking(rows, place))
    return found


def _columns(sheet: Sheet) -> list[tuple[Measure, list[Measure]]]:
    """Each criterion with its indicators."""
    inside: dict[str, list[Measure]] = {}
    for measure in sheet.indicators:
        inside.setdefault(measure.criterion, []).append(measure)
    return [(criterion, inside.get(criterion.number, [])) for criterion in sheet.criteria]


def _judge_commune(
    columns: Iterable[tuple[Measure, Sequence[Measure]]],
    commune: int,
    stored: Mapping[Address, Cell],
    wanted: Mapping[str, _Wanted],
) -> dict[str, Judged]:
    found: dict[str, Judged] = {}
    for criterion, indicators in columns:
        inside = [_judge_cell(one, stored.get((commune, one.key)), wanted[one.key]) for one in indicators]
        cell = stored.get((commune, criterion.key), NO_CELL)
        found[criterion.key] = Judged(criterion, judge_criterion(inside), cell.value.state, cell.reason)
        found |= {one.measure.key: one for one in inside}
    return found


def _judge_cell(measure: Measure, cell: Cell | None, wanted: _Wanted) -> Judged:
    cell = cell or NO_CELL
    proposal = wanted.judge(measure, cell.value)
    return Judged(measure, proposal, cell.value.state, cell.reason, wanted.if_absent)


def levels_of(period: ReportingPeriod) -> dict[int, tuple[Requirement, ...]]:
    """Indicator id → its levels, national and of the province, in force or not; two queries."""
    return stored_levels(period.criteria_set_id, period.province_id)


def stored_levels(criteria_set: int, province: int | None) -> dict[int, tuple[Requirement, ...]]:
    """The same of a set."""
    rows = list(Threshold.objects.of_set(criteria_set, province).order_by().values_list(*LEVEL_FIELDS))
    wanted = {row[-1] for row in rows} - {None}
    bases: dict[int, list[Requirement]] = {}
    if wanted:
        for row in Threshold.objects.of_indicators(wanted, province).values_list(*LEVEL_FIELDS):
            bases.setdefault(row[0], []).append(_of_row(row))
    found: dict[int, list[Requirement]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_of_row(row, tuple(bases.get(row[-1], ()))))
    return {key: tuple(several) for key, several in found.items()}


def _of_row(row: tuple[Any, ...], base: tuple[Requirement, ...] = ()) -> Requirement:
    return read_requirement(dict(zip(LEVEL_FIELDS, row, strict=True)), base)


def read_requirement(values: Mapping[str, Any], base: tuple[Requirement, ...] = ()) -> Requirement:
    """The level stored in these fields of a Threshold, by name; ``base``: the levels it rests on.

    Without them a level of so many times another one is not worked out.
    """
    try:
        parts, is_readable = read_levels_of_parts(values["parts"]), True
    except BadPartsError:
        parts, is_readable = (), False
    return Requirement(
        comparison=Comparison(values["comparison"]),
        scope=values["scope"],
        year=values["year"],
        value=values["value"],
        text=values["value_text"],
        parts=parts,
        is_readable=is_readable,
        own=values["province_id"] is not None,
        confirmed=values["provenance"] != Threshold.Provenance.UNVERIFIED,
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        if_absent=IfAbsent(values["if_absent"]),
        reference=values["legal_reference"],
        set_by=values["set_by"],
        base=base,
    )


def places_of(period: ReportingPeriod, communes: Iterable[int]) -> dict[int, Place]:
    """Commune id → for whom and when levels are looked up; one query."""
    communes = list(communes)
    columns = ("commune_id", "is_extremely_difficult", "commune_group", "area_class")
    day = period.last_day
    on_the_day = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
    rows = CommuneStatus.objects.filter(on_the_day, commune__in=communes).order_by().values_list(*columns)
    known = {commune: facts for commune, *facts in rows}
    return {pk: _place(period, *known.get(pk, (None, "", ""))) for pk in communes}


def _place(period: ReportingPeriod, is_difficult: bool | None, group: str, area_class: str) -> Place:
    of = period.criteria_set
    if of.threshold_dimension == CriteriaSet.Dimension.REGION:
        scopes = scopes_of_region(
            period.province.region, hardship_scope=of.hardship_scope, is_difficult=is_difficult
        )
    else:
        scopes = scopes_of_group(group, area_class)
    return Place(scopes, period.last_day)
