"""Remaining work as the pages take it: of a plan from its annexes, of a period from what was entered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from communes.domain.names import Unit
from communes.models import Commune, District
from criteria.domain.quantities import Amount, amounts_of, read_item
from criteria.domain.stages import Stage
from criteria.models import Criterion, ReportingPeriod
from plans.models import Annex, Plan
from reports.domain.works import Topic, WorkItem
from reports.querysets import amounts_of_plan, annexes_with_works, works_of_period, works_of_plan


@dataclass(frozen=True)
class Works:
    """The works the user sees. ``annexes``: those of the plan they come from, with their current version."""

    items: tuple[WorkItem, ...]
    annexes: tuple[Annex, ...] = ()

    @property
    def topics(self) -> list[Topic]:
        found = {item.topic.id: item.topic for item in self.items if item.topic}
        return sorted(found.values(), key=lambda topic: topic.order)

    @property
    def sets(self) -> int:
        """By how many criteria sets they go."""
        return len({topic.order[0] for topic in self.topics})


def read_plan_works(plan: Plan, user: User) -> Works:
    places = _Places.on(plan.province_id, plan.units_date)
    annexes = tuple(annexes_with_works(plan))
    topics = _topics(annex.criteria_set_id for annex in annexes)
    labels = {annex.pk: annex.label for annex in annexes}
    amounts: dict[int, tuple[Amount, ...]] = {}
    for work, *amount in amounts_of_plan(plan, user):
        amounts[work] = (*amounts.get(work, ()), Amount(*amount))
    items = [
        WorkItem(
            *places.of(commune),
            topics.get(criterion),
            number,
            text,
            amounts.get(work, ()),
            () if work in amounts else read_item(text).doubtful,
            labels[annex],
            is_known=number in ("", indicator, topics[criterion].number if criterion else None),
        )
        for work, annex, commune, criterion, indicator, number, text in works_of_plan(plan, user)
    ]
    return Works(places.sort(items), annexes)


def read_period_works(period: ReportingPeriod, stage: Stage, user: User) -> Works:
    """As entered; a work whose quantity was left open counts what its text says."""
    places = _Places.on(period.province_id, period.last_day)
    topics = _topics([period.criteria_set_id])
    items = [
        WorkItem(
            *places.of(commune),
            topics.get(criterion),
            indicator or topics[criterion].number,
            text,
            amounts_of(text, *figures),
            () if figures[0] is not None else read_item(text).doubtful,
        )
        for commune, criterion, indicator, text, *figures in works_of_period(period, stage, user)
    ]
    return Works(places.sort(items))


@dataclass(frozen=True)
class _Places:
    """The communes of a province on a day, in official order, and their districts."""

    communes: Mapping[int, Unit]
    districts: Mapping[int, Unit]

    @classmethod
    def on(cls, province_id: int, day: date) -> "_Places":
        communes = Commune.objects.filter(province=province_id).with_status(day)
        districts = District.objects.filter(province=province_id).on(day)
        return cls(
            {
                row.pk: Unit(row.pk, row.code, row.name, row.get_type_display(), district_id=row.district_id)
                for row in communes
            },
            {
                row.pk: Unit(row.pk, row.code, row.name, row.get_type_display(), level="district")
                for row in districts
            },
        )

    def of(self, commune_id: int) -> tuple[Unit, Unit | None]:
        commune = self.communes.get(commune_id) or Unit(commune_id, "", "không còn vào ngày này", "xã")
        return commune, self.districts.get(commune.district_id) if commune.district_id else None

    def sort(self, items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
        """Commune by commune; those of no district first, wherever the database puts them."""
        order = {pk: place for place, pk in enumerate(self.communes)}
        last = len(order)
        return tuple(sorted(items, key=lambda item: (bool(item.district), order.get(item.commune.id, last))))


def _topics(set_ids: Iterable[int]) -> dict[int | None, Topic]:
    """Criteria by id; the sets stand in the order in which they are first named."""
    order = {pk: place for place, pk in enumerate(dict.fromkeys(set_ids))}
    rows = Criterion.objects.filter(criteria_set__in=order).select_related("criteria_set")
    sets = {row.criteria_set for row in rows}
    tiers = {one.tier for one in sets}
    names = {one.pk: one.get_tier_display() if len(tiers) == len(sets) else one.name for one in sets}
    return {
        row.pk: Topic(
            row.pk,
            row.number,
            row.short_name,
            names[row.criteria_set_id],
            (order[row.criteria_set_id], row.position),
        )
        for row in rows
    }
