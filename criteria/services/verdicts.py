"""Proposals for the cells of a sheet: what was entered beside what must be reached in the period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from communes.models import CommuneStatus
from criteria.domain.requirements import (
    Comparison,
    IfAbsent,
    PartLevel,
    Place,
    Requirement,
    in_force,
    scopes_of_group,
    scopes_of_region,
)
from criteria.domain.values import EMPTY_VALUE, Measure, State
from criteria.domain.verdicts import Judged, judge, judge_criterion
from criteria.models import CriteriaSet, ReportingPeriod, Threshold

from .results import Address, Cell, load_cells
from .sheets import Sheet

LEVEL_FIELDS = (
    *("indicator_id", "comparison", "scope", "year", "value", "value_text", "parts", "province_id"),
    *("provenance", "valid_from", "valid_to", "if_absent", "legal_reference", "set_by", "base_id"),
)


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

    @property
    def differing(self) -> list[tuple[int, Judged]]:
        """(commune id, cell) where a person decided otherwise than proposed."""
        return [(pk, one) for pk, cells in self.by_commune.items() for one in cells.values() if one.differs]


def judge_sheet(
    sheet: Sheet, communes: Iterable[int], cells: Mapping[Address, Cell] | None = None
) -> Verdicts:
    """Of these communes, every column. ``cells``: all stored ones where they are at hand; else one query.

    Three queries more: the levels, those that levels rest on, and what is true of the communes.
    """
    communes = list(communes)
    stored = load_cells(sheet, communes) if cells is None else cells
    levels = levels_of(sheet.period)
    places = places_of(sheet.period, communes)
    held: dict[tuple[Place, str], Requirement | None] = {}
    judged, reached = {}, {}
    for commune in communes:
        place = places[commune]
        for measure in sheet.indicators:
            if (place, measure.key) not in held:
                held[place, measure.key] = in_force(levels.get(sheet.rows[measure.key].pk, ()), place)
        wanted = {measure.key: held[place, measure.key] for measure in sheet.indicators}
        judged[commune], reached[commune] = _judge_commune(sheet, commune, stored, wanted), wanted
    return Verdicts(sheet, judged, reached)


def _judge_commune(
    sheet: Sheet, commune: int, stored: Mapping[Address, Cell], wanted: Mapping[str, Requirement | None]
) -> dict[str, Judged]:
    inside: dict[str, list[Judged]] = {}
    found: dict[str, Judged] = {}
    for measure in sheet.indicators:
        cell, level = stored.get((commune, measure.key)), wanted[measure.key]
        found[measure.key] = _judge_cell(measure, cell, level)
        inside.setdefault(measure.criterion, []).append(found[measure.key])
    for measure in sheet.criteria:
        cell = stored.get((commune, measure.key))
        proposal = judge_criterion(inside.get(measure.number, ()))
        found[measure.key] = Judged(measure, proposal, _decision(cell), cell.reason if cell else "")
    return {key: found[key] for key in sheet.measures}


def _judge_cell(measure: Measure, cell: Cell | None, level: Requirement | None) -> Judged:
    value = cell.value if cell else EMPTY_VALUE
    sure = level is not None and level.confirmed
    return Judged(
        measure,
        judge(measure, value, level),
        _decision(cell),
        cell.reason if cell else "",
        level.if_absent if level and sure else IfAbsent.ASK,
    )


def _decision(cell: Cell | None) -> State:
    return cell.value.state if cell else State.NO_DATA


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
            bases.setdefault(row[0], []).append(_requirement(row))
    found: dict[int, list[Requirement]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_requirement(row, tuple(bases.get(row[-1], ()))))
    return {key: tuple(several) for key, several in found.items()}


def _requirement(row: tuple[Any, ...], base: tuple[Requirement, ...] = ()) -> Requirement:
    values = dict(zip(LEVEL_FIELDS, row, strict=True))
    return Requirement(
        comparison=Comparison(values["comparison"]),
        scope=values["scope"],
        year=values["year"],
        value=values["value"],
        text=values["value_text"],
        parts=tuple(_part_level(part) for part in values["parts"]),
        own=values["province_id"] is not None,
        confirmed=values["provenance"] != Threshold.Provenance.UNVERIFIED,
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        if_absent=IfAbsent(values["if_absent"]),
        reference=values["legal_reference"],
        set_by=values["set_by"],
        base=base,
    )


def _part_level(part: Mapping[str, Any]) -> PartLevel:
    return PartLevel(
        part["part"], Comparison(part["comparison"]), part.get("threshold") or "", part.get("condition") or ""
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


def requirement_of(period: ReportingPeriod, indicator: int, day: date | None = None) -> Requirement | None:
    """What the indicator must reach in the province, for a commune of which nothing special is known."""
    place = _place(period, None, "", "")
    return in_force(levels_of(period).get(indicator, ()), Place(place.scopes, day or place.day))
