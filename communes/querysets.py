"""Named questions about units. What a user may see is read from ``user.areas`` alone."""

from datetime import date

from django.db.models import F, FilteredRelation, Min, Q, QuerySet

from ntm.text import fold

# An empty Q would vanish in "everything | something else" and leave the something else alone.
EVERYTHING = ~Q(pk__in=[])


def area_filter(areas, *, province: str, district: str = "", commune: str = "") -> Q:
    """The rows inside any of the areas; the names are the lookups from the row to its units.

    A name may be left out where no area of that level is among them.
    """
    inside = Q(pk__in=[])
    for area in areas:
        if area.commune_id:
            inside |= Q(**{commune: area.commune_id})
        elif area.district_id:
            inside |= Q(**{district: area.district_id})
        elif area.province_id:
            inside |= Q(**{province: area.province_id})
        else:
            return EVERYTHING
    return inside


def provinces_of(areas, column: str = "province") -> Q:
    """Filter on a row's ``column``: the provinces the areas lie in, whatever their level."""
    if any(area.province_id is None for area in areas):
        return EVERYTHING
    return Q(**{f"{column}__in": {area.province_id for area in areas}})


class ProvinceQuerySet(QuerySet):
    def visible_to(self, user):
        """Everybody sees the totals of the own province."""
        return self._of(user.areas)

    def editable_by(self, user):
        return self._of([area for area in user.areas if area.administers and area.is_whole_province])

    def managed_by(self, user):
        """Those whose coordination office the user works in."""
        return self._of([area for area in user.areas if area.manages and area.is_whole_province])

    def _of(self, areas):
        if any(area.province_id is None for area in areas):
            return self
        return self.filter(pk__in={area.province_id for area in areas})


class DatedQuerySet(QuerySet):
    def on(self, day: date):
        """The units that exist on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def search(self, text: str):
        """By code, or by any part of the name, tone marks or not."""
        return self.filter(Q(search_name__contains=fold(text)) | Q(code=text.strip()))


class DistrictQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """The districts in the user's areas, and those of the user's single communes (for their name)."""
        single = [area.commune_id for area in user.areas if area.commune_id]
        around = _statuses().filter(commune__in=single).values("district")
        return self.filter(_in_districts(user.areas) | Q(pk__in=around))

    def editable_by(self, user):
        """Districts whose every commune the user may edit."""
        return self.inside(area for area in user.areas if area.edits)

    def inside(self, areas):
        return self.filter(_in_districts(areas))


class CommuneQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self.inside(user.areas)

    def editable_by(self, user):
        """The communes whose figures the user may enter."""
        return self.inside([area for area in user.areas if area.edits])

    def inside(self, areas):
        # By subquery: joined to its statuses a commune would come once for each of them.
        districts = {area.district_id for area in areas if area.district_id and not area.commune_id}
        members = _statuses().filter(district__in=districts).values("commune")
        rest = [area for area in areas if area.commune_id or not area.district_id]
        return self.filter(area_filter(rest, province="province", commune="pk") | Q(pk__in=members))

    def with_status(self, day: date):
        """The communes that exist on the day, in order, with ``district_id`` and ``in_programme`` of then."""
        on_the_day = Q(statuses__valid_from__lte=day) & (
            Q(statuses__valid_to=None) | Q(statuses__valid_to__gte=day)
        )
        return (
            self.on(day)
            .annotate(status=FilteredRelation("statuses", condition=on_the_day))
            .annotate(district_id=F("status__district"), in_programme_then=F("status__in_programme"))
            .order_by("province__sort_order", "status__district__sort_order", "sort_order", "code")
        )

    def in_programme(self, day: date):
        """Of these, the communes of the programme."""
        return self.with_status(day).filter(in_programme_then=True)

    def of_kind(self, province, kind: str):
        """All of that type there ever were in the province, in order."""
        return self.filter(province=province, type=kind)

    def of_code(self, code: str):
        """Every unit that ever had it, with the province."""
        return self.filter(code=code).select_related("province")

    def first_day(self) -> date | None:
        """From which on any of them is known."""
        return self.aggregate(first=Min("valid_from"))["first"]

    def formed_into(self, communes):
        """(id of a former commune, id of the one of these it went into)."""
        links = self.model.predecessors.through.objects.filter(from_commune__in=communes)
        return list(links.values_list("to_commune", "from_commune"))

    def in_no_district(self, day: date):
        """Of these, the communes that lie in no district, as all do since 1/7/2025."""
        return self.in_programme(day).filter(status__district=None)


class StatusQuerySet(QuerySet):
    def editable_by(self, user):
        """Of the communes in the provinces the user administers."""
        areas = [area for area in user.areas if area.administers and area.is_whole_province]
        return self.filter(area_filter(areas, province="commune__province"))

    def of_days(self, commune: int, first: date, last: date | None):
        """Of the commune those with a day from ``first`` to ``last`` (None: for good)."""
        rows = self.filter(Q(valid_to=None) | Q(valid_to__gte=first), commune=commune)
        return rows.filter(valid_from__lte=last) if last else rows

    def of_kind(self, province, kind: str):
        """Of all communes of that type in the province, the oldest first, with commune and district."""
        rows = self.filter(commune__province=province, commune__type=kind)
        return rows.select_related("commune", "district").order_by("valid_from")

    def in_districts(self, communes):
        """Of these communes, while they lay in a district; the oldest first."""
        return self.filter(commune__in=list(communes), district__isnull=False).order_by("valid_from")


class AliasQuerySet(QuerySet):
    def of_province(self, province_id: int):
        return self.filter(Q(commune__province=province_id) | Q(district__province=province_id))

    def editable_by(self, user):
        """Spellings of the units the user administers."""
        areas = [area for area in user.areas if area.administers and area.is_whole_province]
        return self.filter(
            area_filter(areas, province="commune__province")
            | area_filter(areas, province="district__province")
        )


def _in_districts(areas) -> Q:
    """Filter on districts: those that lie in an area as a whole."""
    whole = [area for area in areas if not area.commune_id]
    return area_filter(whole, province="province", district="pk")


def _statuses() -> QuerySet:
    from .models import CommuneStatus

    return CommuneStatus.objects.all()
