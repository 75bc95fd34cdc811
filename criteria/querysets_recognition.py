"""Named questions about recognitions. Everybody reads those of the own area's communes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, When

from communes.querysets import provinces_of
from ntm.text import fold

from .domain.recognitions import Level
from .querysets import managed


def _rank_of_level():
    """By which recognitions are sorted by level."""
    whens = [When(level=level.value, then=level.rank) for level in Level]
    return Case(*whens, default=0, output_field=IntegerField())


class RecognitionQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune

        return self.filter(commune__in=Commune.objects.visible_to(user))

    def editable_by(self, user):
        """The coordination office of the province keeps the register."""
        mine = provinces_of(managed(user.areas), "commune__province")
        return self.visible_to(user).filter(mine)

    def for_list(self):
        """With all a line of the register tells, and ``rank`` of the level to sort by."""
        rows = self.select_related("commune__province", "criteria_set").annotate(rank=_rank_of_level())
        return rows.prefetch_related("commune__statuses__district")

    def standing_on(self, day: date):
        """Those valid on the day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), decided_on__lte=day)

    def years(self) -> list[int]:
        """For which there are any, the latest first."""
        return sorted(set(self.order_by().values_list("year", flat=True)), reverse=True)

    def of_communes(self, communes: Iterable[int]):
        return self.filter(commune__in=list(communes))

    def of_province(self, province: int):
        return self.filter(commune__province=province)

    def of_decision(self, number: str, day: date):
        """In the order of the communes."""
        return self.filter(number=number, decided_on=day).order_by("commune__sort_order", "commune__code")

    def as_read(self, pk: int, version: int):
        """The one, where nobody has changed it since that version."""
        return self.filter(pk=pk, version=version)

    def with_pk(self, pk: int | None):
        return self.filter(pk=pk)

    def beside(self, recognition):
        """Of other communes by the same decision, on the same level."""
        rows = self.of_province(recognition.commune.province_id).filter(level=recognition.level)
        return rows.of_decision(recognition.number, recognition.decided_on).exclude(pk=recognition.pk)

    def matching(self, **given):
        """Those that agree with every given field; what is empty does not narrow."""
        return self.filter(**{name: value for name, value in given.items() if value})

    def search(self, text: str):
        """Any part of the commune's name, tone marks or not, or of the number of a decision."""
        found = Q(commune__search_name__contains=fold(text)) | Q(number__icontains=text.strip())
        return self.filter(found | Q(ended_number__icontains=text.strip()))

    def in_districts(self, districts):
        """Of the communes that lay in one of the districts when they were recognised."""
        from communes.models import CommuneStatus

        day = OuterRef("decided_on")
        then = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
        first = Q(valid_from__gt=day, valid_from=F("commune__valid_from"))  # the decision is older than units
        lay = CommuneStatus.objects.filter(then | first, commune=OuterRef("commune"), district__in=districts)
        return self.filter(Exists(lay))

    def of_units(self, day: date, *, existing: bool):
        """Of communes that exist on the day, or of those that have ended before."""
        ended = Q(commune__valid_to__lt=day)
        return self.filter(~ended if existing else ended)
