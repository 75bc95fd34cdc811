"""Named questions about plans, annexes and uploads."""

from django.db.models import Q, QuerySet

from communes.querysets import area_filter, provinces_of


def managed(areas):
    return [area for area in areas if area.manages and area.is_whole_province]


class PlanQuerySet(QuerySet):
    """Everybody of a province reads its plans: they are issued documents."""

    def visible_to(self, user):
        return self.filter(provinces_of(user.areas)).select_related("province", "criteria_set")

    def editable_by(self, user):
        return self.visible_to(user).filter(provinces_of(managed(user.areas)))


class AnnexQuerySet(QuerySet):
    def visible_to(self, user):
        from .models import Plan

        return self.filter(plan__in=Plan.objects.visible_to(user))

    def editable_by(self, user):
        """Annexes to which the user may bring rows of the own area."""
        areas = [area for area in user.areas if area.edits]
        if any(area.province_id is None for area in areas):
            return self
        return self.filter(plan__province__in={area.province_id for area in areas})


class UploadQuerySet(QuerySet):
    def visible_to(self, user):
        """Own uploads; those of the whole province for whoever works for the province."""
        wide = [area for area in user.areas if area.is_whole_province]
        if any(area.province_id is None for area in wide):
            return self
        return self.filter(Q(user=user) | Q(annex__plan__province__in={area.province_id for area in wide}))

    def editable_by(self, user):
        """Uploads the user may confirm, drop or take back: the own ones, and all for those who manage."""
        mine = managed(user.areas)
        if any(area.province_id is None for area in mine):
            return self
        return self.filter(
            Q(user=user) | Q(annex__plan__province__in={area.province_id for area in mine})
        )


class VersionQuerySet(QuerySet):
    def current(self, annex):
        """The newest version of the annex, or None."""
        return self.filter(annex=annex).order_by("-number").first()


class AnnexRowQuerySet(QuerySet):
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
