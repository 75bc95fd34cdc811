"""Where the pages of results lead: other periods and steps, the plan's targets, the entry grid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from communes.models import Commune, District
from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.models import ReportingPeriod
from plans.models import Plan
from reports.querysets import period_for, periods_for

from .history_choices import COMMUNE, DISTRICT
from .pages import existed

Unit = Commune | District


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same page for another period or step; ``count``: criteria met there, where it is told;
    ``stated``: of how many cells something is stated."""

    label: str
    url: str
    current: bool
    official: bool = False
    count: int | None = None
    stated: int = 0


@dataclass(frozen=True, slots=True)
class Switches:
    """``query`` is what keeps the step in an address: nothing while it is the official one."""

    periods: tuple[Switch, ...]
    stages: tuple[Switch, ...]
    query: str


def result_switches(
    user: User,
    period: ReportingPeriod,
    stage: Stage,
    name: str,
    unit: Unit | None = None,
    counts: Mapping[Stage, int | None] | None = None,
    stated: Mapping[Stage, int] | None = None,
) -> Switches:
    """``name`` is the URL name of the page, ``unit`` what it is about below the province."""
    query = stage_query(period, stage)
    periods = tuple(
        Switch(_period_label(one, period), _address(name, one, unit) + query, one == period)
        for one in periods_for(user)
        if one == period or unit is None or _lies_in(unit, one)
    )
    stages = tuple(
        Switch(
            STAGE_NAMES[one],
            _address(name, period, unit) + stage_query(period, one),
            one == stage,
            one == period.official_stage,
            counts.get(one) if counts else None,
            stated.get(one, 0) if stated else 0,
        )
        for one in Stage
    )
    return Switches(periods, stages, query)


def stage_query(period: ReportingPeriod, stage: Stage) -> str:
    return "" if stage == period.official_stage else f"?giai-doan={stage}"


def _period_label(one: ReportingPeriod, shown: ReportingPeriod) -> str:
    return str(one) if one.province_id == shown.province_id else f"{one}, {one.province.name}"


def _lies_in(unit: Unit, period: ReportingPeriod) -> bool:
    return unit.province_id == period.province_id and existed(unit, period.last_day)


def _address(name: str, period: ReportingPeriod, unit: Unit | None) -> str:
    codes = [unit.code] if unit else []
    return reverse(name, args=[period.province.code, period.code, *codes])


def target_link(plan: Plan | None, unit: Unit | None, *, listed: bool = True) -> str:
    """The unit's page of targets in the plan, None the communes in no district; "" where there is none."""
    if plan is None or not listed or (unit and not existed(unit, plan.units_date)):
        return ""
    if unit is None:
        return reverse("reports:communes", args=[plan.slug])
    name = "reports:commune" if isinstance(unit, Commune) else "reports:district"
    return reverse(name, args=[plan.slug, unit.code])


def result_link(plan: Plan, unit: Unit | None, today: date) -> str:
    """The results of the latest period by the plan's set, of the unit or of the province; "" where none."""
    period = period_for(plan, today)
    if period is None or (unit and not existed(unit, period.last_day)):
        return ""
    if unit is None:
        return _address("reports:results", period, None)
    name = "reports:results_commune" if isinstance(unit, Commune) else "reports:results_district"
    return _address(name, period, unit)


def entry_link(period: ReportingPeriod, stage: Stage | None, **units: str) -> str:
    """The grid of these units (``xa`` or ``huyen`` = code) at the step; "" where the user may not enter."""
    if stage is None:
        return ""
    name = "criteria:grid" if units else "criteria:sheet"
    url = reverse(name, args=[period.province.code, period.code, stage])
    return f"{url}?{urlencode(units)}" if units else url


def history_link(unit: Unit | None) -> str:
    """The log of every change, of the unit alone where it is about one."""
    url = reverse("reports:history")
    if unit is None:
        return url
    kind = COMMUNE if isinstance(unit, Commune) else DISTRICT
    return f"{url}?{urlencode({'donvi': f'{kind}{unit.pk}'})}"
