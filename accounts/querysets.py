"""Named questions about people and history."""

from django.contrib.auth.models import UserManager
from django.db.models import Q, QuerySet

from communes.querysets import area_filter, provinces_of


class UserQuerySet(QuerySet):
    def with_areas(self):
        return self.prefetch_related("memberships__province", "memberships__district", "memberships__commune")

    def visible_to(self, user):
        """The people of the provinces in which the user manages."""
        areas = [area for area in user.areas if area.manages]
        if any(area.province_id is None for area in areas):
            return self
        return self.filter(memberships__province__in={area.province_id for area in areas}).distinct()

    def editable_by(self, user):
        """Whose password the user may reset: people of the own provinces only, and no higher right.

        An administrator may reset every account of the province, coordination staff all but administrators.
        """
        mine = [area for area in user.areas if area.manages]
        if any(area.province_id is None for area in mine):
            return self
        ours = {area.province_id for area in mine}
        people = self.visible_to(user).exclude(is_superuser=True)
        people = people.exclude(~Q(memberships__province__in=ours) & Q(memberships__isnull=False))
        if not user.administers:
            people = people.exclude(memberships__role="admin")
        return people


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    pass


class ChangesetQuerySet(QuerySet):
    def visible_to(self, user):
        """The user's own acts, and those that touched a figure the user may see."""
        from .models import FigureChange

        seen = FigureChange.objects.visible_to(user).values("changeset")
        return self.filter(Q(user=user) | Q(pk__in=seen))


class FigureChangeQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(
            area_filter(user.areas, province="province", district="district", commune="commune")
            | provinces_of(user.areas) & Q(district=None, commune=None)
        )
