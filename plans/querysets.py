"""Named questions about plans, annexes and uploads."""

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from communes.querysets import area_filter, provinces_of

from .annexes import PLAN_ANNEXES


def managed(areas):
    return [area for area in areas if area.manages and area.is_whole_province]


class PlanQuerySet(QuerySet):
    """Everybody of a province reads its plans: they are issued documents."""

    def visible_to(self, user):
        return self.filter(provinces_of(user.areas)).select_related("province", "criteria_set")

    def editable_by(self, user):
        return self.visible_to(user).filter(provinces_of(managed(user.areas)))

    def issue(self, plan, *, number: str, day) -> bool:
        """Make the draft an issued plan; false where somebody was faster."""
        return self.filter(pk=plan.pk, state="draft").update(state="issued", number=number, date=day) == 1

    def reopen(self, plan) -> bool:
        return self.filter(pk=plan.pk, state="issued").update(state="draft") == 1

    def current(self):
        """The plan to show where none is asked for: of the latest years, an issued one before any draft."""
        return self.order_by("-state", "-last_year", "-date", "slug").first()

    def following(self, plan):
        """Those that were made from the plan."""
        return self.filter(follows=plan)

    def numbered(self, province, number: str, year: int):
        """Those of the province with this number in this year."""
        return self.filter(province=province, number__iexact=number, date__year=year)


def _in_provinces(ids, path: str = "") -> Q:
    """Annexes of plans and of periods of these provinces; ``path`` leads to the annex."""
    return Q(**{f"{path}plan__province__in": ids}) | Q(**{f"{path}period__province__in": ids})


class AnnexQuerySet(QuerySet):
    def visible_to(self, user):
        from criteria.models import ReportingPeriod

        from .models import Plan

        plans, periods = Plan.objects.visible_to(user), ReportingPeriod.objects.visible_to(user)
        return self.filter(Q(plan__in=plans) | Q(period__in=periods)).for_list()

    def of_plans(self):
        return self.exclude(plan=None)

    def of_results(self, period, stage: str):
        return self.filter(period=period, stage=stage)

    def of_plan(self, plan):
        return self.filter(plan=plan)

    def with_state(self):
        """Each annex with number, time and author of its current version, and the number of the one that was
        issued last; None where it has none."""
        from .models import AnnexVersion

        versions = AnnexVersion.objects.filter(annex=OuterRef("pk")).order_by("-number")
        return self.annotate(
            version_number=Subquery(versions.values("number")[:1]),
            changed_at=Subquery(versions.values("changeset__made_at")[:1]),
            changed_by=Subquery(versions.values("changeset__user__full_name")[:1]),
            issued_number=Subquery(versions.filter(frozen_at__isnull=False).values("number")[:1]),
        )

    def next_position(self) -> int:
        return (self.aggregate(last=Max("position"))["last"] or 0) + 1

    def of_codes(self, codes):
        return self.filter(plan__isnull=False, code__in=codes)

    def labelled(self, label: str):
        return self.filter(label__iexact=label)

    def labels(self) -> list[str]:
        return list(self.values_list("label", flat=True))

    def codes(self) -> set[str]:
        return set(self.values_list("code", flat=True))

    def for_list(self):
        return self.select_related(
            "plan__province", "plan__criteria_set", "period__province", "period__criteria_set"
        )

    def editable_by(self, user):
        """Annexes to which the user may bring rows: those of units for the own area, the others for the
        province.
        """
        stating = [area for area in user.areas if area.states_targets]
        if any(area.province_id is None for area in stating):
            return self
        by_unit = [annex.code for annex in PLAN_ANNEXES.values() if annex.by_unit]
        whole = {area.province_id for area in stating if area.is_whole_province}
        mine = Q(plan__province__in=whole)
        mine |= Q(plan__province__in={area.province_id for area in stating}, code__in=by_unit)
        for area in user.areas:
            mine |= Q(period__province=area.province_id, stage__in=area.stages)
        return self.filter(mine)


class UploadQuerySet(QuerySet):
    def visible_to(self, user):
        """Own uploads; those of the whole province for whoever works for the province."""
        wide = [area for area in user.areas if area.is_whole_province]
        if any(area.province_id is None for area in wide):
            return self
        return self.filter(Q(user=user) | _in_provinces({area.province_id for area in wide}, "annex__"))

    def editable_by(self, user):
        """Uploads the user may confirm, drop or take back: the own ones, while the user still brings rows to
        their annex, and all for those who manage.
        """
        from .models import Annex

        mine = managed(user.areas)
        if any(area.province_id is None for area in mine):
            return self
        own = Q(user=user, annex__in=Annex.objects.editable_by(user))
        return self.filter(own | _in_provinces({area.province_id for area in mine}, "annex__"))

    def for_list(self):
        return self.select_related("annex__plan__province", "annex__period__province", "user")

    def of_plan(self, plan):
        return self.filter(annex__plan=plan)

    def stored_before(self, upload):
        """The last stored upload of the same bytes to the same annex, or None."""
        same = self.filter(annex=upload.annex, sha256=upload.sha256, state="stored").exclude(pk=upload.pk)
        return same.select_related("user").first()

    def claim(self, upload) -> bool:
        """Mark a waiting upload as stored; false where somebody was faster."""
        return self._move(upload, "waiting", "stored")

    def release(self, upload) -> bool:
        return self._move(upload, "stored", "undone")

    def abandon(self, upload) -> bool:
        return self._move(upload, "waiting", "abandoned")

    def _move(self, upload, before: str, after: str) -> bool:
        moved = self.filter(pk=upload.pk, state=before).update(state=after) == 1
        if moved:
            upload.state = after
        return moved


class VersionQuerySet(QuerySet):
    def visible_to(self, user):
        from .models import Annex

        return self.filter(annex__in=Annex.objects.visible_to(user))

    def numbered(self, annex, number: int):
        return self.filter(annex=annex, number=number).first()

    def current(self, annex):
        """The newest version of the annex, or None."""
        return self.filter(annex=annex).select_related("changeset__user").order_by("-number").first()

    def of_plan(self, plan):
        return self.filter(annex__plan=plan)

    def not_made_by(self, changesets):
        return self.exclude(changeset__in=changesets)

    def last_numbers(self, annexes):
        """(annex, number of its current version), in a fixed order."""
        rows = self.filter(annex__in=annexes).order_by("annex").values_list("annex")
        return rows.annotate(last=Max("number"))

    def freeze_current(self, plan, now, *, only_never_frozen: bool = False) -> int:
        """Mark the newest version of each annex of the plan as the issued one; returns how many it is now.

        ``only_never_frozen``: of those annexes only that have no issued version.
        """
        newer = self.filter(annex=OuterRef("annex"), number__gt=OuterRef("number"))
        current = self.of_plan(plan).filter(~Exists(newer), frozen_at=None)
        if only_never_frozen:
            current = current.filter(~Exists(self.filter(annex=OuterRef("annex"), frozen_at__isnull=False)))
        return self.filter(pk__in=list(current.values_list("pk", flat=True))).update(frozen_at=now)


class AnnexRowQuerySet(QuerySet):
    def of(self, version):
        """The rows of a version in printed order."""
        return self.filter(version=version).order_by("position")

    def visible_to(self, user):
        """Rows of the user's units, and the province's own sums."""
        return self.filter(
            area_filter(
                user.areas, province="version__annex__plan__province", district="district", commune="commune"
            )
            | Q(district=None, commune=None)
        )


class CommuneTargetQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune

        return self.filter(commune__in=Commune.objects.visible_to(user))


class OfPlanQuerySet(QuerySet):
    """Figures of a plan itself: who reads the plan reads them."""

    def visible_to(self, user):
        from .models import Plan

        return self.filter(plan__in=Plan.objects.visible_to(user))

    def editable_by(self, user):
        from .models import Plan

        return self.filter(plan__in=Plan.objects.editable_by(user))

    def of_plan(self, plan):
        return self.filter(plan=plan)


class PlanSectionQuerySet(OfPlanQuerySet):
    pass


class PlannedWorkQuerySet(OfPlanQuerySet):
    def visible_to(self, user):
        """Of the communes the user sees; the plan itself may be read by more people."""
        from communes.models import Commune

        return super().visible_to(user).filter(commune__in=Commune.objects.visible_to(user))

    def of_annex(self, annex):
        return self.filter(annex=annex)


class PlanTaskQuerySet(OfPlanQuerySet):
    def of_annex(self, annex):
        return self.filter(annex=annex)

    def in_force(self):
        """Of plans that are issued: a draft asks nothing of anybody yet."""
        return self.filter(plan__state="issued")

    def open_by(self, day):
        """Due by that day, and the annex does not say it is done."""
        return self.filter(due_to__lte=day, done_as_printed=False)


class TaskCompletionQuerySet(QuerySet):
    def visible_to(self, user):
        from .models import Annex

        return self.filter(annex__in=Annex.objects.visible_to(user))

    def of_annex(self, annex):
        return self.filter(annex=annex)

    def of_annexes(self, annexes):
        return self.filter(annex__in=annexes).select_related("changeset__user")

    def at(self, annex, line: str, step: str):
        """The word that the task in this place is done, or None."""
        return self.of_annexes([annex]).filter(line=line, step=step).first()

    def move(self, pk: int, line: str, step: str) -> None:
        self.filter(pk=pk).update(line=line, step=step)

    def replace(self, stored, fields) -> bool:
        """Write the fields; false where somebody else has written since ``stored`` was read."""
        return self._unchanged(stored).update(**fields) == 1

    def drop(self, stored) -> bool:
        return self._unchanged(stored).delete()[0] == 1

    def _unchanged(self, stored):
        return self.filter(pk=stored.pk, changeset=stored.changeset_id)
