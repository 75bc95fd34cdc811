"""Named questions of the reading side, over tables of the other apps."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from accounts.models import FigureChange, User
from communes.models import Commune
from criteria.domain.stages import Stage
from criteria.domain.values import State
from criteria.models import RemainingWork, ReportingPeriod, Result
from criteria.services.results import VALUE_FIELDS
from criteria.services.sheets import result_subject
from plans.models import Annex, AnnexVersion, CommuneTarget, Plan, PlannedAmount, PlannedWork, Upload

LAST_ATTEMPTS = 100


def annex_subject(annex: Annex) -> str:
    """How the history names the annex's figures."""
    return f"plan/{annex.plan.slug}/{annex.code}"


def targets_of(plan: Plan, communes: Collection[int] | None = None) -> QuerySet:
    """(commune id, criterion number, met) of the plan's last year; of these communes, or of all."""
    rows = CommuneTarget.objects.filter(plan=plan, year=plan.last_year).order_by()
    if communes is not None:
        rows = rows.filter(commune__in=communes)
    return rows.values_list("commune_id", "criterion__number", "met")


def plan_covering(period: ReportingPeriod) -> Plan | None:
    """The plan issued last, of the period's province and set, whose years hold the period's last day."""
    year = period.last_day.year
    rows = Plan.objects.filter(province=period.province_id, criteria_set=period.criteria_set_id)
    rows = rows.filter(first_year__lte=year, last_year__gte=year).select_related("province")
    return rows.order_by("-state", F("date").desc(nulls_last=True), "-pk").first()  # issued before drafts


def periods_for(user: User) -> QuerySet:
    """The periods the user sees, province by province, the latest first."""
    return ReportingPeriod.objects.visible_to(user).order_by("province__sort_order", "-last_day", "code")


def latest_period(user: User, day: date) -> ReportingPeriod | None:
    """The latest period that has results; without any the latest that has opened, else the next to open."""
    periods = list(periods_for(user).annotate(has_results=Exists(_results_of_period())))
    opened = [one for one in periods if one.opens_on <= day]
    with_results = [one for one in opened if one.has_results]
    return next(iter(with_results or opened or periods[::-1]), None)


def _results_of_period() -> QuerySet:
    return Result.objects.filter(period=OuterRef("pk")).order_by()


def period_for(plan: Plan, day: date) -> ReportingPeriod | None:
    """The latest period of the plan's province and set that has opened by the day."""
    rows = ReportingPeriod.objects.filter(province=plan.province_id, criteria_set=plan.criteria_set_id)
    return rows.filter(opens_on__lte=day).select_related("province").order_by("-last_day", "-pk").first()


def states_of(period: ReportingPeriod, stage: str, communes: Collection[int] | None = None) -> QuerySet:
    """(commune id, criterion number, state) of each criterion that has a state."""
    rows = Result.objects.of_sheet(period, stage).filter(indicator=None).exclude(state=State.NO_DATA)
    if communes is not None:
        rows = rows.filter(commune__in=communes)
    return rows.order_by().values_list("commune_id", "criterion__number", "state")


def cells_of(commune: Commune, period: ReportingPeriod, before: Iterable[ReportingPeriod]) -> QuerySet:
    """(period id, stage, key, note, reason, value fields …): all steps of the period, the official of the
    others."""
    wanted = Q(period=period)
    for one in before:
        wanted |= Q(period=one, stage=one.official_stage)
    rows = Result.objects.filter(wanted, commune=commune).order_by()
    return rows.values_list("period_id", "stage", "key", "note", "reason", *VALUE_FIELDS)


def works_of(commune: Commune, period: ReportingPeriod, stage: str) -> QuerySet:
    """(key, text, quantity, unit, funded) of what remains to be done, in the order written."""
    rows = RemainingWork.objects.filter(
        result__commune=commune, result__period=period, result__stage=stage
    ).order_by("result_id", "position")
    return rows.values_list("result__key", "text", "quantity", "unit", "funded")


def annexes_with_works(plan: Plan) -> QuerySet:
    """Of the plan, in order, with the state of their current version."""
    mine = Exists(PlannedWork.objects.filter(annex=OuterRef("pk")))
    return Annex.objects.of_plan(plan).filter(mine).with_state().select_related("plan").order_by("position")


def works_of_plan(plan: Plan, user: User) -> QuerySet:
    """(id, annex id, commune id, criterion id, indicator's number, number as printed, text) in order."""
    rows = PlannedWork.objects.of_plan(plan).visible_to(user).order_by("annex__position", "position")
    where = ("annex_id", "commune_id", "criterion_id", "indicator__number")
    return rows.values_list("pk", *where, "number", "text")


def amounts_of_plan(plan: Plan, user: User) -> QuerySet:
    """(work id, what, quantity, unit, funded) of the same works."""
    works = PlannedWork.objects.of_plan(plan).visible_to(user)
    rows = PlannedAmount.objects.filter(work__in=works.order_by()).order_by("work", "position")
    return rows.values_list("work_id", "what", "quantity", "unit", "funded")


def works_of_period(period: ReportingPeriod, stage: str, user: User) -> QuerySet:
    """(commune id, criterion id, number of the indicator, text, quantity, unit, funded) in order."""
    rows = RemainingWork.objects.visible_to(user).filter(result__period=period, result__stage=stage)
    rows = rows.order_by("result__criterion__position", "result__indicator__position", "position")
    return rows.values_list(
        *("result__commune", "result__criterion", "result__indicator__number"),
        *("text", "quantity", "unit", "funded"),
    )


def changes_of(commune: Commune, district_id: int | None, period: ReportingPeriod, user: User) -> QuerySet:
    """What happened in the period, at any step, to the commune's figures and to the sending of its unit."""
    subjects = [result_subject(period, stage) for stage in Stage]
    mine = Q(commune=commune)
    if district_id:
        mine |= Q(commune=None, district=district_id)
    rows = FigureChange.objects.visible_to(user).filter(mine, subject__in=subjects)
    return rows.select_related("changeset__user").order_by("-changeset_id", "pk")


def current_version(annex: Annex) -> AnnexVersion | None:
    """With who made it, and from which file."""
    rows = AnnexVersion.objects.filter(annex=annex).select_related("changeset__user", "upload", "undoes")
    return rows.order_by("-number").first()


def version_behind(annex: Annex, commune: Any) -> AnnexVersion | None:
    """The version in which a figure of the commune changed last."""
    changed = FigureChange.objects.filter(subject=annex_subject(annex), commune=commune).order_by()
    last = changed.aggregate(last=Max("changeset"))["last"]
    rows = AnnexVersion.objects.filter(annex=annex, changeset=last)
    return rows.select_related("changeset__user", "upload", "undoes").first()


def history_of(annex: Annex, commune: Any, user: User) -> QuerySet:
    """The changes of the commune's figures in the annex, as far as the user may see them, newest first."""
    rows = FigureChange.objects.visible_to(user).filter(subject=annex_subject(annex), commune=commune)
    return rows.select_related("changeset__user").order_by("-changeset_id", "pk")


def last_versions_by_district(annex: Annex) -> dict[int, AnnexVersion]:
    """District id → the version in which a figure of the district changed last."""
    touched = FigureChange.objects.filter(subject=annex_subject(annex), district__isnull=False).order_by()
    last = dict(touched.values("district").annotate(last=Max("changeset")).values_list("district", "last"))
    rows = AnnexVersion.objects.filter(annex=annex, changeset__in=set(last.values()))
    by_changeset = {row.changeset_id: row for row in rows.select_related("changeset__user", "upload")}
    return {district: by_changeset[key] for district, key in last.items() if key in by_changeset}


def open_attempts(annex: Annex) -> QuerySet:
    """Files that came and were not stored, newest first, with the people who brought them."""
    rows = Upload.objects.filter(annex=annex, state__in=(Upload.State.WAITING, Upload.State.UNREADABLE))
    rows = rows.select_related("user").prefetch_related("user__memberships")
    return rows.order_by("-made_at", "-pk")[:LAST_ATTEMPTS]


def uploads_by(user: User, plan: Plan) -> QuerySet:
    """The user's own files for the plan, newest first."""
    rows = Upload.objects.filter(user=user, annex__plan=plan).select_related("annex__plan")
    return rows.order_by("-made_at", "-pk")


def upload_seen(version: AnnexVersion | None, user: User) -> Upload | None:
    """The file a version came from, if the user may open it."""
    if version is None or version.upload_id is None:
        return None
    return Upload.objects.visible_to(user).filter(pk=version.upload_id).first()
