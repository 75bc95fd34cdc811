"""Named questions about criteria sets and results.

Every user reads what is national; a province may add rows. Of results everybody reads the own area.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from communes.querysets import provinces_of

from .domain.stages import OPEN_STATES


class NationalQuerySet(QuerySet):
    """Sets are shared by the provinces: everybody reads them, administrators of any province edit them."""

    def visible_to(self, user):
        return self

    def editable_by(self, user):
        return self if user.administers else self.none()


class CriteriaSetQuerySet(NationalQuerySet):
    pass


class CriterionQuerySet(NationalQuerySet):
    def of_set(self, criteria_set):
        """In their order."""
        return self.filter(criteria_set=criteria_set).order_by("position")


class IndicatorQuerySet(NationalQuerySet):
    pass


class ProvincialQuerySet(QuerySet):
    """National rows, and those a province made for itself."""

    def visible_to(self, user):
        return self.filter(Q(province=None) | provinces_of(user.areas))

    def editable_by(self, user):
        if not user.administers:
            return self.none()
        mine = [area for area in user.areas if area.administers]
        return self.filter(Q(province=None) | provinces_of(mine))


class ThresholdQuerySet(ProvincialQuerySet):
    pass


class BandQuerySet(ProvincialQuerySet):
    def for_province(self, criteria_set, province):
        """The province's own bands where it has any, else the national ones; highest first."""
        rows = list(self.filter(Q(province=province) | Q(province=None), criteria_set=criteria_set))
        own = [row for row in rows if row.province_id]
        return own or rows


def managed(areas):
    return [area for area in areas if area.manages and area.is_whole_province]


class PeriodQuerySet(QuerySet):
    """Everybody of a province sees its periods; the coordination office makes them."""

    def visible_to(self, user):
        return self.filter(provinces_of(user.areas)).select_related("province", "criteria_set")

    def editable_by(self, user):
        return self.visible_to(user).filter(provinces_of(managed(user.areas)))

    def open_on(self, day: date):
        """Into which figures may be entered on the day, the latest first."""
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=day), opens_on__lte=day)

    def begun_by(self, day: date):
        """Those that have opened, closed ones too, by when they are due."""
        return self.filter(opens_on__lte=day).order_by("-due_on", "code")

    def before(self, period):
        """Earlier periods of the same province and set, the latest first."""
        return self.filter(
            province=period.province_id, criteria_set=period.criteria_set_id, last_day__lt=period.last_day
        ).order_by("-last_day", "-pk")


class SubmissionQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune, District

        districts, communes = District.objects.visible_to(user), Commune.objects.visible_to(user)
        return self.filter(Q(district__in=districts) | Q(commune__in=communes))

    def of_sheet(self, period, stage: str):
        return self.filter(period=period, stage=stage)

    def of_period(self, period):
        return self.filter(period=period)

    def sent_officially(self, periods: Iterable[int]) -> dict[int, int]:
        """Period id → how many units have sent at its official stage, and not been returned."""
        rows = self.filter(period__in=list(periods), stage=F("period__official_stage"))
        counted = rows.exclude(state__in=OPEN_STATES).order_by().values("period").annotate(sent=Count("pk"))
        return dict(counted.values_list("period", "sent"))

    def claim(self, keys: Iterable[int]) -> set[int]:
        """Takes the rows for writing until the transaction ends; returns those whose figures may be written.

        In the order of their keys, so that two writers never wait for each other.
        """
        return {
            key
            for key in sorted(keys)
            if self.filter(pk=key, state__in=OPEN_STATES).update(revision=F("revision") + 1)
        }

    def move(self, pk: int, states: Collection[str], *, revision: int | None = None, **fields) -> bool:
        """From one of the states to what ``fields`` say; false where it is in none of them.

        With ``revision`` also false where anything happened to the row since that one.
        """
        rows = self.filter(pk=pk, state__in=states)
        if revision is not None:
            rows = rows.filter(revision=revision)
        return rows.update(revision=F("revision") + 1, **fields) == 1


class ResultQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune

        return self.filter(commune__in=Commune.objects.visible_to(user))

    def of_sheet(self, period, stage: str):
        return self.filter(period=period, stage=stage)

    def tallies(self, period, criteria: Iterable[int] | None = None):
        """(stage, commune id) → of how many criteria the state is given, and how many are met.

        ``criteria``: count these only.
        """
        rows = self.filter(period=period, indicator=None).exclude(state="no_data")
        if criteria is not None:
            rows = rows.filter(criterion__in=list(criteria))
        counted = (
            rows.order_by()
            .values("stage", "commune")
            .annotate(given=Count("pk"), met=Count("pk", filter=Q(state="met")))
        )
        columns = counted.values_list("stage", "commune", "given", "met")
        return {(stage, commune): (given, met) for stage, commune, given, met in columns}

    def of_communes(self, communes: Iterable[int]):
        return self.filter(commune__in=list(communes))

    def of_keys(self, keys: Iterable[str]):
        return self.filter(key__in=list(keys))

    def with_author(self):
        return self.select_related("changeset__user")

    def with_works(self):
        from .models import RemainingWork

        return self.prefetch_related(Prefetch("works", RemainingWork.objects.order_by("position")))
