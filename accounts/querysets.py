"""Named questions about people and history."""

from datetime import date, datetime, time, timedelta
from ipaddress import ip_address

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.models import UserManager
from django.db.models import Exists, Manager, Max, Min, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from communes.domain.names import split_type
from communes.querysets import area_filter, provinces_of
from ntm.text import fold

SYSTEM_USERNAME = "system"


class UserQuerySet(QuerySet):
    def people(self):
        """All but the built-in user, whom commands act as."""
        return self.exclude(username=SYSTEM_USERNAME)

    def real(self):
        """People of an office, not those made to try the program out."""
        return self.people().exclude(is_demo=True)

    def visible_to(self, user):
        """The people of the provinces in which the user manages."""
        areas = [area for area in user.areas if area.manages]
        if any(area.province_id is None for area in areas):
            return self.people()
        return self.people().filter(pk__in=_members(provinces_of(areas)))

    def editable_by(self, user):
        """Whose account the user may change: people of the own provinces only, and no higher right.

        An administrator may change every account of the province, coordination staff all but administrators.
        """
        areas = [area for area in user.areas if area.manages]
        people = self.visible_to(user)
        if any(area.province_id is None for area in areas):
            return people
        people = people.exclude(is_superuser=True).exclude(pk__in=_members(~provinces_of(areas)))
        return people if user.administers else people.exclude(memberships__role="admin")

    def search(self, text: str):
        """By user name, or by any part of the name, tone marks or not; an empty text finds everybody."""
        if not text:
            return self
        return self.filter(Q(search_name__contains=fold(text)) | Q(username__icontains=text.strip()))

    def with_assignments(self):
        return self.prefetch_related("memberships")

    def with_state(self, viewer, now: datetime):
        """Adds ``is_locked`` (too many wrong log-ins) and ``may_reset`` (by the viewer)."""
        mine = self.model.objects.editable_by(viewer).filter(pk=OuterRef("pk"))
        return self.annotate(is_locked=Exists(_locks(now)), may_reset=Exists(mine))


def _members(where: Q):
    from .models import Membership

    return Membership.objects.filter(where).values("user")


def _locks(now: datetime):
    """What axes counts as a lock: enough failures of a user name from one address, the last of late."""
    from axes.models import AccessAttempt

    recent = AccessAttempt.objects.filter(
        username=OuterRef("username"), attempt_time__gte=now - get_cool_off()
    )
    tries = recent.order_by().values("username", "ip_address").annotate(tries=Sum("failures_since_start"))
    return tries.filter(tries__gte=settings.AXES_FAILURE_LIMIT)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    pass


class MembershipManager(Manager):
    """A membership is read for its unit, so the units come along."""

    def get_queryset(self):
        return super().get_queryset().select_related("province", "district", "commune")


class AppendOnlyError(Exception):
    """History was about to be changed."""


class AppendOnlyQuerySet(QuerySet):
    """Rows are added and read, nothing else. ``_update`` is what saving an existing row comes down to."""

    def _refuse(self, *args, **kwargs):
        raise AppendOnlyError(f"{self.model._meta.verbose_name}: chỉ thêm, không sửa, không xóa")

    update = _update = bulk_update = delete = _refuse


class ChangesetQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user):
        """The user's own acts, and those that touched a figure the user may see; for those who manage, all
        acts of their people (a password set anew touches no figure)."""
        from .models import FigureChange, User

        seen = FigureChange.objects.visible_to(user).values("changeset")
        mine = Q(user=user) | Q(pk__in=seen)
        return self.filter(mine | Q(user__in=User.objects.visible_to(user)) if user.manages else mine)

    def without_figures(self, user):
        """What those who manage see of their people's acts that changed no figure: passwords set anew."""
        from .models import FigureChange, User

        if not user.manages:
            return self.none()
        touched = FigureChange.objects.filter(changeset=OuterRef("pk"))
        return self.filter(~Exists(touched), Q(user=user) | Q(user__in=User.objects.visible_to(user)))

    def of_reason(self, reason: str, keys):
        """Of these the ones with that reason, the latest first, with who did them."""
        return self.filter(reason=reason, pk__in=list(keys)).select_related("user").order_by("-pk")

    def by_people(self, text: str):
        """Of those whose name or user name has the text in it."""
        from .models import User

        return self.filter(user__in=User.objects.search(text))

    def between(self, first: date | None, last: date | None):
        """On these days, both included."""
        rows = self
        if first:
            rows = rows.filter(made_at__gte=make_aware(datetime.combine(first, time.min)))
        if last:
            rows = rows.filter(made_at__lt=make_aware(datetime.combine(last + timedelta(days=1), time.min)))
        return rows

    def search(self, text: str, *, addresses: bool = False):
        """Any part of the reason or the person's name, tone marks or not; or a whole address."""
        from .models import User

        found = Q(search_reason__contains=fold(text)) | Q(user__in=User.objects.search(text))
        address = _address(text) if addresses else None
        return self.filter(found | Q(address=address) if address else found)


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None


class FigureChangeQuerySet(AppendOnlyQuerySet):
    def told_of(self, subject: str, key: str):
        """What happened to one figure, the newest first."""
        return self.filter(subject=subject, key=key).select_related("changeset__user")

    def of_unit(self, subject: str, commune):
        """What happened to one commune in a table of figures, the newest first."""
        rows = self.filter(subject=subject, commune=commune).select_related("changeset__user")
        return rows.order_by("-changeset_id", "pk")

    def of_act(self, act: int, subject: str, reason: str):
        """What an act with that reason changed in one table of figures, in its order, with who did it."""
        rows = self.filter(changeset__pk=act, changeset__reason=reason, subject=subject)
        return rows.select_related("changeset__user").order_by("pk")

    def last_told(self, subject: str, communes, keys):
        """What happened to these figures, the newest first."""
        rows = self.filter(subject=subject, commune__in=list(communes), key__in=list(keys))
        return rows.select_related("changeset__user").order_by("-changeset_id", "-pk")

    def told_of_table(self, subject: str):
        """What happened to all figures of a table, the newest first."""
        return self.filter(subject=subject).select_related("changeset__user").order_by("-pk")

    def visible_to(self, user):
        return self.filter(
            area_filter(user.areas, province="province", district="district", commune="commune")
            | provinces_of(user.areas) & Q(district=None, commune=None)
        )

    def between(self, first: date | None, last: date | None):
        """Of the acts on these days, both included. The ids of the acts narrow the search: they are indexed
        in the order of the history."""
        from .models import Changeset

        if first is None and last is None:
            return self
        acts = Changeset.objects.between(first, last).order_by()
        ends = acts.aggregate(low=Min("pk"), high=Max("pk"))
        if ends["low"] is None:
            return self.none()
        return self.filter(changeset__gte=ends["low"], changeset__lte=ends["high"], changeset__in=acts)

    def by_people(self, text: str):
        from .models import Changeset

        return self.filter(changeset__in=Changeset.objects.by_people(text).order_by())

    def search(self, text: str, *, addresses: bool = False):
        """Any part of the figures, the reason, the names of person and unit, tone marks or not."""
        from communes.models import Commune, District

        from .models import Changeset

        acts = Changeset.objects.search(text, addresses=addresses).order_by()
        found = Q(search_text__contains=fold(text)) | Q(changeset__in=acts)
        for name in _unit_names(text):
            named = Q(search_name__contains=name)
            found |= Q(commune__in=Commune.objects.filter(named).order_by())
            found |= Q(district__in=District.objects.filter(named).order_by())
        return self.filter(found)


def _unit_names(text: str) -> set[str]:
    """The folded name without "xã", "huyện"; "xa" without its tone may be a name's first word as well."""
    name = fold(split_type(text)[1]) or fold(text)
    return {name, name.removeprefix("xa ")}
