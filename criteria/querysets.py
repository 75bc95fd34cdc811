"""Named questions about criteria sets. Reference data is national: every user may read it."""

from django.db.models import Q, QuerySet


class ReferenceQuerySet(QuerySet):
    def visible_to(self, user):
        return self

    def editable_by(self, user):
        """National sets are shared by the provinces; administrators edit them."""
        return self if user.administers else self.none()


class CriteriaSetQuerySet(ReferenceQuerySet):
    pass


class CriterionQuerySet(ReferenceQuerySet):
    pass


class ThresholdQuerySet(ReferenceQuerySet):
    pass


class BandQuerySet(ReferenceQuerySet):
    def for_province(self, criteria_set, province):
        """The province's own bands where it has any, else the national ones; highest first."""
        rows = list(self.filter(Q(province=province) | Q(province=None), criteria_set=criteria_set))
        own = [row for row in rows if row.province_id]
        return own or rows
