"""Named questions about criteria sets. Every user reads what is national; a province may add rows."""

from django.db.models import Q, QuerySet

from communes.querysets import provinces_of


class NationalQuerySet(QuerySet):
    """Sets are shared by the provinces: everybody reads them, administrators of any province edit them."""

    def visible_to(self, user):
        return self

    def editable_by(self, user):
        return self if user.administers else self.none()


class CriteriaSetQuerySet(NationalQuerySet):
    pass


class CriterionQuerySet(NationalQuerySet):
    pass


class IndicatorQuerySet(NationalQuerySet):
    pass


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
    pass


class BandQuerySet(ProvincialQuerySet):
    def for_province(self, criteria_set, province):
        """The province's own bands where it has any, else the national ones; highest first."""
        rows = list(self.filter(Q(province=province) | Q(province=None), criteria_set=criteria_set))
        own = [row for row in rows if row.province_id]
        return own or rows
