"""Named questions of the reading side, over tables of the other apps."""

from typing import Any

from django.db.models import Max, QuerySet

from accounts.models import FigureChange, User
from plans.models import Annex, AnnexVersion, CommuneTarget, Plan, Upload

LAST_ATTEMPTS = 100


def subject_of(annex: Annex) -> str:
    """How the history names the annex's figures."""
    return f"plan/{annex.plan.slug}/{annex.code}"


def targets_of(plan: Plan) -> QuerySet:
    """(commune id, criterion number, met) of the plan's last year."""
    rows = CommuneTarget.objects.filter(plan=plan, year=plan.last_year).order_by()
    return rows.values_list("commune_id", "criterion__number", "met")


def current_version(annex: Annex) -> AnnexVersion | None:
    """With who made it, and from which file."""
    rows = AnnexVersion.objects.filter(annex=annex).select_related("changeset__user", "upload", "undoes")
    return rows.order_by("-number").first()


def version_behind(annex: Annex, commune: Any) -> AnnexVersion | None:
    """The version in which a figure of the commune changed last."""
    changed = FigureChange.objects.filter(subject=subject_of(annex), commune=commune).order_by()
    last = changed.aggregate(last=Max("changeset"))["last"]
    rows = AnnexVersion.objects.filter(annex=annex, changeset=last)
    return rows.select_related("changeset__user", "upload", "undoes").first()


def history_of(annex: Annex, commune: Any, user: User) -> QuerySet:
    """The changes of the commune's figures in the annex, as far as the user may see them, newest first."""
    rows = FigureChange.objects.visible_to(user).filter(subject=subject_of(annex), commune=commune)
    return rows.select_related("changeset__user").order_by("-changeset_id", "pk")


def last_versions_by_district(annex: Annex) -> dict[int, AnnexVersion]:
    """District id → the version in which a figure of the district changed last."""
    touched = FigureChange.objects.filter(subject=subject_of(annex), district__isnull=False).order_by()
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
