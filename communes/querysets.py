"""Named questions about units. What a user may see is read from ``user.areas`` alone."""

from datetime import date

from django.db.models import F, FilteredRelation, Q, QuerySet

from ntm.text import fold


def area_filter(areas, *, province: str, district: str, commune: str) -> Q:
    """The rows inside any of the areas; the names are the lookups from the row to its units."""
    inside = Q(pk__in=[])
    for area in areas:
        if area.commune_id:
            inside |= Q(**{commune: area.commune_id})
        elif area.district_id:
            inside |= Q(**{district: area.district_id})
        elif area.province_id:
            inside |= Q(**{province: area.province_id})
        else:
            return Q()
    return inside


def provinces_of(areas) -> Q:
    """Filter on a row's ``province``: the provinces the areas lie in, whatever their level."""
    if any(area.province_id is None for area in areas):
        return Q()
    return Q(province__in={area.province_id for area in areas})


class ProvinceQuerySet(QuerySet):
    def visible_to(self, user):
        """Everybody sees the totals of the own province."""
        if any(area.province_id is None for area in user.areas):
            return self
        return self.filter(pk__in={area.province_id for area in user.areas})

    def editable_by(self, user):
        areas = [area for area in user.areas if area.administers and area.is_whole_province]
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
        return self.filter(
            area_filter(
                user.areas, province="province", district="pk", commune="commune_statuses__commune"
            )
        ).distinct()

    def editable_by(self, user):
        """Districts whose every commune the user may edit."""
        areas = [area for area in user.areas if area.edits and not area.commune_id]
        return self.filter(area_filter(areas, province="province", district="pk", commune="pk"))


class CommuneQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self._inside(user.areas)

    def editable_by(self, user):
        """The communes whose figures the user may enter."""
        return self._inside([area for area in user.areas if area.edits])

    def _inside(self, areas):
        return self.filter(
            area_filter(areas, province="province", district="statuses__district", commune="pk")
        ).distinct()

    def in_programme(self, day: date):
        """The communes of the programme on the day, each with ``district_id`` as it was then, in order."""
        on_the_day = Q(statuses__valid_from__lte=day) & (
            Q(statuses__valid_to=None) | Q(statuses__valid_to__gte=day)
        )
        return (
            self.on(day)
            .annotate(status=FilteredRelation("statuses", condition=on_the_day))
            .filter(status__in_programme=True)
            .annotate(district_id=F("status__district"))
            .order_by("status__district__sort_order", "sort_order", "code")
        )


class AliasQuerySet(QuerySet):
    def editable_by(self, user):
        areas = [area for area in user.areas if area.administers]
        return self.filter(
            area_filter(areas, province="commune__province", district="district", commune="commune")
            | area_filter(areas, province="district__province", district="district", commune="commune")
        )
