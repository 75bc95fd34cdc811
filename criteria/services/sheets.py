"""A sheet of results: one period at one stage, its columns, its communes, and who may enter what in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import User
from communes.domain.areas import Area
from communes.models import Commune
from criteria.domain.part_levels import BadPartsError, read_parts_of_indicator
from criteria.domain.stages import Stage, leads
from criteria.domain.values import Kind, Measure, Part
from criteria.models import Criterion, Indicator, ReportingPeriod

Place = tuple[int, int | None]  # commune id, district id


@dataclass(frozen=True)
class Sheet:
    """``measures``: key → column, criterion by criterion with its indicators; ``rows`` the stored rows."""

    period: ReportingPeriod
    stage: Stage
    measures: Mapping[str, Measure]
    rows: Mapping[str, Criterion | Indicator]

    @property
    def subject(self) -> str:
        """How the history names these figures."""
        return result_subject(self.period, self.stage)

    @cached_property
    def places(self) -> dict[str, Place]:
        """The communes of the period by code; one query, asked once."""
        rows = communes_of(self.period).order_by().values_list("code", "pk", "district_id")
        return {code: (pk, district) for code, pk, district in rows}

    @cached_property
    def ids(self) -> dict[str, int]:
        """Code → id of the communes of the period."""
        return {code: pk for code, (pk, _) in self.places.items()}

    @cached_property
    def districts(self) -> dict[int, int | None]:
        """Commune id → district, None where it lies in none."""
        return dict(self.places.values())

    @property
    def criteria(self) -> list[Measure]:
        return [measure for measure in self.measures.values() if measure.kind is Kind.CRITERION]

    @property
    def indicators(self) -> list[Measure]:
        return [measure for measure in self.measures.values() if measure.kind is not Kind.CRITERION]

    def indicators_of(self, number: str) -> list[Measure]:
        return [measure for measure in self.indicators if measure.criterion == number]

    def criterion_of(self, key: str) -> Criterion:
        """The criterion a column belongs to; the criterion itself for its own column."""
        row = self.rows[self.key_of(self.measures[key].criterion)]
        assert isinstance(row, Criterion)
        return row

    @staticmethod
    def key_of(criterion: str) -> str:
        return f"c{criterion}"


def result_subject(period: ReportingPeriod, stage: str) -> str:
    """How the history names the figures of the period at the stage, and their sending."""
    return f"result/{period.province.code}/{period.code}/{stage}"


def open_sheet(period: ReportingPeriod, stage: str) -> Sheet:
    """The sheet with its columns; two queries. Raises ValueError for an unknown stage."""
    indicators: dict[int, list[Indicator]] = {}
    for row in Indicator.objects.filter(criterion__criteria_set=period.criteria_set_id).order_by("position"):
        indicators.setdefault(row.criterion_id, []).append(row)
    rows: dict[str, Criterion | Indicator] = {}
    measures: dict[str, Measure] = {}
    for criterion in Criterion.objects.of_set(period.criteria_set_id):
        key = Sheet.key_of(criterion.number)
        rows[key], measures[key] = criterion, _criterion_measure(key, criterion)
        for indicator in indicators.get(criterion.pk, ()):
            key = f"i{indicator.number}"
            rows[key], measures[key] = indicator, indicator_measure(key, indicator, criterion)
    return Sheet(period, Stage(stage), measures, rows)


def _criterion_measure(key: str, row: Criterion) -> Measure:
    return Measure(key, row.number, row.number, row.name, row.short_name, Kind.CRITERION)


def indicator_measure(key: str, row: Indicator, criterion: Criterion) -> Measure:
    return Measure(
        key=key,
        number=row.number,
        criterion=criterion.number,
        name=row.name,
        short_name=row.name,
        kind=Kind(row.kind),
        unit=row.unit,
        by_sex=row.by_sex,
        if_any=row.if_any,
        parts=_parts_of(row),
    )


def _parts_of(row: Indicator) -> tuple[Part, ...]:
    """None where somebody stored what cannot be read: a page is shown all the same."""
    try:
        return read_parts_of_indicator(row.parts)
    except BadPartsError:
        return ()


def communes_of(period: ReportingPeriod) -> QuerySet[Commune]:
    """The communes of the programme on the period's last day, in order, with their ``district_id``."""
    return Commune.objects.filter(province=period.province_id).in_programme(period.last_day)


@dataclass(frozen=True, slots=True)
class EntryRights:
    """Commune id → the departments as which the user enters its results; "" stands for every criterion."""

    departments: Mapping[int, frozenset[str]]

    def allows_any(self, criterion: Criterion) -> bool:
        """Of any commune."""
        return any(self.allows(commune, criterion) for commune in self.departments)

    def allows(self, commune_id: int, criterion: Criterion) -> bool:
        mine = self.departments.get(commune_id, frozenset())
        return "" in mine or any(leads(criterion.lead_department, name) for name in mine)


def entry_rights(
    user: User, period: ReportingPeriod, stage: str, communes: Iterable[int] | None = None
) -> EntryRights:
    """What the user may enter at the stage, of these communes or of all of the period; one query."""
    if not any(stage in area.stages for area in user.areas):
        return EntryRights({})
    rows = communes_of(period).order_by()
    if communes is not None:
        rows = rows.filter(pk__in=list(communes))
    return rights_over(user, period, stage, dict(rows.values_list("pk", "district_id")))


def rights_over(
    user: User, period: ReportingPeriod, stage: str, districts: Mapping[int, int | None]
) -> EntryRights:
    """The same of communes at hand: id → the district in which it lay on the period's last day."""
    areas = [area for area in user.areas if stage in area.stages]
    return EntryRights(
        {
            pk: frozenset(area.department for area in areas if _inside(area, period, pk, district))
            for pk, district in districts.items()
        }
    )


def _inside(area: Area, period: ReportingPeriod, commune: int, district: int | None) -> bool:
    if area.is_whole_province:
        return area.covers(period.province_id)
    return commune == area.commune_id if area.commune_id else district == area.district_id


def closed_reason(period: ReportingPeriod, user: User, today: date) -> str:
    """Why nothing may be entered into the period on the day, in Vietnamese; "" where it may.

    After the closing day the coordination office of the province may still.
    """
    if today < period.opens_on:
        return f"Kỳ {period.name} mở nhập từ ngày {period.opens_on:%d/%m/%Y}."
    late = period.closes_on is not None and today > period.closes_on
    if late and not user.manages_province(period.province_id):
        return f"Kỳ {period.name} đã đóng sau ngày {period.closes_on:%d/%m/%Y}."
    return ""
