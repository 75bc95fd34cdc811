"""Named questions about criteria sets and results.

Every user reads what is national; a province may add rows. Of results everybody reads the own area.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from communes.querysets import provinces_of

from .domain.stages import OPEN_STATES


class NationalQuerySet(QuerySet):
    """Sets are shared by the provinces: everybody reads them, administrators of any province edit them."""

    def visible_to(self, user):
        return self

    def editable_by(self, user):
        return self if user.administers else self.none()


class CriteriaSetQuerySet(NationalQuerySet):
    def for_writing(self, criteria_set):
        """The set, held until the transaction ends: who confirms its levels next waits."""
        return self.select_for_update().get(pk=criteria_set.pk)

    def valid_on(self, day: date):
        """In force on the day, those for plain NTM first."""
        rows = self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
        return rows.order_by("-tier", "-valid_from", "code")  # "ntm" stands behind "nang_cao"

    def of_tier(self, tier: str, day: date):
        """Those of the tier in force on the day, the latest first."""
        return self.valid_on(day).filter(tier=tier)


class CriterionQuerySet(NationalQuerySet):
    def of_set(self, criteria_set):
        """In their order."""
        return self.filter(criteria_set=criteria_set).order_by("position")


class IndicatorQuerySet(NationalQuerySet):
    def named(self, criteria_set: str, number: str):
        """By the code of its set and its number there; None where there is none."""
        return self.filter(criterion__criteria_set__code=criteria_set, number=number).first()

    def of_set(self, criteria_set):
        """In their order, with their criterion."""
        return (
            self.filter(criterion__criteria_set=criteria_set).select_related("criterion").order_by("position")
        )


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
    def editable_by(self, user):
        """National rows are the administrators'; those of a province its coordination office confirms."""
        mine = self.filter(province__isnull=False).filter(provinces_of(managed(user.areas)))
        return super().editable_by(user) | mine

    def of_set(self, criteria_set, province):
        """Of all indicators of the set, national ones and those the province made for itself."""
        own = Q(province=None) | Q(province=province)
        return self.filter(own, indicator__criterion__criteria_set=criteria_set)

    def take_back(self, rows):
        self.filter(pk__in=list(rows)).delete()

    def with_base(self):
        """With the indicator that a level is so many times the level of."""
        return self.select_related("base__criterion__criteria_set").order_by("pk")

    def of_indicators(self, indicators, province):
        return self.filter(Q(province=None) | Q(province=province), indicator__in=list(indicators))


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

    def of_province(self, province):
        return self.filter(province=province)

    def for_list(self):
        """With how many units have sent at each period's official stage, or were locked there."""
        official = Q(submissions__stage=F("official_stage"))
        return self.annotate(
            sent=Count("submissions", filter=official & ~Q(submissions__state__in=OPEN_STATES)),
            locked=Count("submissions", filter=official & Q(submissions__state="locked")),
        ).order_by("-last_day", "code")

    def begun_by(self, day: date):
        """Those that have opened, closed ones too, by when they are due."""
        return self.filter(opens_on__lte=day).order_by("-due_on", "code")

    def in_use(self):
        """Those with results or evidence, or with a unit that has sent."""
        from .models import EvidenceUse, Result, Submission

        mine = {"period": OuterRef("pk")}
        sent = Submission.objects.filter(**mine).exclude(state="draft")
        rows = (Result.objects.filter(**mine), EvidenceUse.objects.filter(**mine), sent)
        return self.filter(reduce(or_, map(Exists, rows)))

    def change_refusals(self, changed) -> dict[str, str]:
        """Field → why it cannot be changed so: the period has results or evidence, or a unit has sent.

        Code and province stand in the name of its history, and no commune may drop out with its figures.
        """
        from .models import EvidenceUse, Result, Submission

        stored = self.in_use().filter(pk=changed.pk).first()
        if stored is None:
            return {}
        results = Result.objects.filter(period=changed.pk)
        sent = Submission.objects.filter(period=changed.pk).exclude(state="draft")
        fixed = {"province_id": "tỉnh", "criteria_set_id": "bộ tiêu chí", "code": "mã kỳ"}
        found = {
            field.removesuffix("_id"): f"Kỳ đã có số liệu nên không đổi được {name}."
            for field, name in fixed.items()
            if getattr(stored, field) != getattr(changed, field)
        }
        if changed.last_day and changed.last_day != stored.last_day:
            rows = (results, EvidenceUse.objects.of_period(changed.pk), sent)
            used = {
                pk for mine in rows for pk in mine.order_by().values_list("commune", flat=True).distinct()
            }
            districts = set(sent.values_list("district", flat=True)) - {None}
            found |= _lost_units(stored, changed.last_day, used - {None}, districts)
        return found

    def coming_after(self, day: date):
        """Those that open later, the next one first."""
        return self.filter(opens_on__gt=day).order_by("opens_on", "code")

    def of_sets(self, province, criteria_sets):
        """Of the province by one of the sets, the earliest first."""
        rows = self.filter(province=province, criteria_set__in=list(criteria_sets))
        return rows.select_related("province", "criteria_set").order_by("last_day", "pk")

    def before(self, period):
        """Earlier periods of the same province and set, the latest first."""
        return self.filter(
            province=period.province_id, criteria_set=period.criteria_set_id, last_day__lt=period.last_day
        ).order_by("-last_day", "-pk")


def _lost_units(stored, day: date, used: set[int], districts: set[int]) -> dict[str, str]:
    """Why the period cannot end on the day: units with figures would be gone, or lie in another district."""
    from communes.models import Commune, District

    communes = Commune.objects.filter(province=stored.province_id)
    before, after = (
        dict(communes.in_programme(when).order_by().values_list("pk", "district_id"))
        for when in (stored.last_day, day)
    )
    lost = [pk for pk in used if pk not in after or after[pk] != before.get(pk)]
    gone = districts - set(after.values())
    if not (lost or gone):
        return {}
    rows = [*District.objects.filter(pk__in=gone), *Commune.objects.filter(pk__in=lost)]
    named = ", ".join(row.full_name for row in rows[:5]) + (" …" if len(rows) > 5 else "")
    return {
        "last_day": f"Kỳ đã có số liệu của {named}: vào ngày {day:%d/%m/%Y} không còn các đơn vị đó, hoặc "
        "xã đã sang huyện khác."
    }


class SubmissionQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune, District

        districts, communes = District.objects.visible_to(user), Commune.objects.visible_to(user)
        return self.filter(Q(district__in=districts) | Q(commune__in=communes))

    def of_sheet(self, period, stage: str):
        return self.filter(period=period, stage=stage)

    def of_period(self, period):
        return self.filter(period=period)

    def drafts(self):
        """Units of which nobody has sent anything yet."""
        return self.filter(state="draft")

    def sent_officially(self, periods: Iterable[int]) -> dict[int, int]:
        """Period id → how many units have sent at its official stage, and not been returned."""
        rows = self.filter(period__in=list(periods), stage=F("period__official_stage"))
        counted = rows.exclude(state__in=OPEN_STATES).order_by().values("period").annotate(sent=Count("pk"))
        return dict(counted.values_list("period", "sent"))

    def claim(self, keys: Iterable[int]) -> set[int]:
        """Takes the rows for writing until the transaction ends; returns those whose figures may be written.

        They are locked in the order of their keys, so that two writers never wait for each other; SQLite
        knows no such lock and needs none, there a transaction that writes is alone from its start.
        """
        open_ones = self.filter(pk__in=list(keys), state__in=OPEN_STATES).order_by("pk")
        free = set(open_ones.select_for_update().values_list("pk", flat=True))
        self.filter(pk__in=free).update(revision=F("revision") + 1)
        return free

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

    def said(self):
        """Those with a figure, a level, parts or a decision: what was cleared keeps its row."""
        empty = dict.fromkeys(("value", "numerator", "denominator", "male", "female"))
        return self.exclude(state="no_data", level="", parts="", **empty)

    def tallies(self, period, criteria: Iterable[int] | None = None):
        """(stage, commune id) → of how many criteria the state is given, how many are met, and how many
        indicators say anything. ``criteria``: count these only.
        """
        rows = self.filter(period=period).said()
        if criteria is not None:
            rows = rows.filter(criterion__in=list(criteria))
        counted = (
            rows.order_by()
            .values("stage", "commune")
            .annotate(
                given=Count("pk", filter=Q(indicator=None)),
                met=Count("pk", filter=Q(indicator=None, state="met")),
                figures=Count("indicator"),
            )
        )
        columns = counted.values_list("stage", "commune", "given", "met", "figures")
        return {(stage, commune): tuple(counts) for stage, commune, *counts in columns}

    def marks(self, period, stages: Iterable[str], criteria: Iterable[int]):
        """(stage, commune id, criterion id, state) of the given criterion states."""
        rows = self.filter(
            period=period, stage__in=list(stages), criterion__in=list(criteria), indicator=None
        )
        return rows.exclude(state="no_data").order_by().values_list("stage", "commune", "criterion", "state")

    def of_communes(self, communes: Iterable[int]):
        return self.filter(commune__in=list(communes))

    def of_cell(self, commune, key: str):
        """One commune's figures of one column, over all periods and stages."""
        return self.filter(commune=commune, key=key)

    def in_periods(self, periods):
        return self.filter(period__in=list(periods))

    def of_keys(self, keys: Iterable[str]):
        return self.filter(key__in=list(keys))

    def with_author(self):
        return self.select_related("changeset__user")

    def act_of(self, commune: int, key: str) -> int | None:
        """The changeset that wrote the cell last."""
        return self.filter(commune=commune, key=key).values_list("changeset", flat=True).first()

    def derived_by(self, act: int):
        """(commune id, key) of the decisions that the act took over from proposals and nobody wrote since."""
        return self.filter(changeset=act, basis="derived").order_by().values_list("commune", "key")

    def derived_acts(self) -> dict[int, int]:
        """Changeset id → how many decisions it took over that still stand so."""
        rows = self.filter(basis="derived").order_by().values("changeset")
        return dict(rows.annotate(n=Count("pk")).values_list("changeset", "n"))

    def last_acts(self, communes: Iterable[int]) -> dict[int, int]:
        """Commune id → the changeset that wrote any of its cells last."""
        rows = self.of_communes(communes).order_by().values("commune").annotate(last=Max("changeset"))
        return dict(rows.values_list("commune", "last"))


class RemainingWorkQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune

        return self.filter(result__commune__in=Commune.objects.visible_to(user))
