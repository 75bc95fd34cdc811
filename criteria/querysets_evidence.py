"""Named questions about evidence and what it stands for."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, QuerySet

from communes.querysets import provinces_of

from .querysets import managed


class EvidenceUseQuerySet(QuerySet):
    def visible_to(self, user):
        from communes.models import Commune

        return self.filter(commune__in=Commune.objects.visible_to(user))

    def of_period(self, period):
        return self.filter(period=period)

    def of_communes(self, communes: Iterable[int]):
        return self.filter(commune__in=list(communes))

    def of_keys(self, keys: Iterable[str]):
        return self.filter(key__in=list(keys))

    def of_evidence(self, evidence):
        return self.filter(evidence=evidence)

    def places(self) -> set[tuple[int, int, int]]:
        """(period id, commune id, criterion id), each once: an evidence may stand for thousands of cells."""
        rows = self.order_by().values_list("period", "commune", "criterion")
        return set(rows.distinct())

    def before(self, period):
        """In earlier periods of the same province and set, the latest first."""
        from .models import ReportingPeriod

        earlier = ReportingPeriod.objects.before(period)
        return self.filter(period__in=earlier.order_by()).order_by("-period__last_day", "-period", "pk")

    def counts(self, period) -> dict[int, int]:
        """Commune id → how many columns have evidence in the period; one grouped query."""
        rows = self.filter(period=period).order_by().values("commune")
        return dict(rows.annotate(n=Count("key", distinct=True)).values_list("commune", "n"))

    def in_order(self):
        return self.select_related("evidence", "changeset__user").order_by("pk")

    def with_place(self):
        """With what it takes to say where each is used, the latest period first."""
        rows = self.select_related(
            "period__province", "period__criteria_set", "commune", "criterion", "indicator"
        )
        return rows.order_by("-period__last_day", "-period", "commune__sort_order", "commune", "pk")


class EvidenceQuerySet(QuerySet):
    def visible_to(self, user):
        """Those of a commune the user sees; what stands for nothing any more the office alone sees."""
        used = self._uses()
        mine = used.visible_to(user)
        return self.filter(Exists(mine) | (~Exists(used) & provinces_of(managed(user.areas))))

    def unused(self):
        """Those that stand for nothing any more, the last one first."""
        return self.filter(~Exists(self._uses())).select_related("changeset__user").order_by("-changeset_id")

    def of_commune(self, commune):
        """Those that were brought for it in any period, the last one first."""
        return self.filter(Exists(self._uses().of_communes([commune.pk]))).order_by("-pk")

    def same_file(self, digest: str, province):
        return self.filter(digest=digest, province=province).order_by("pk")

    def same_document(self, province, **said):
        """Without a file, of which just that is said."""
        return self.filter(province=province, digest="", **said).order_by("pk")

    def hold(self, ids: Iterable[int]) -> None:
        """Nobody else gives these a use until the transaction ends, so that each is recorded once."""
        list(self.filter(pk__in=list(ids)).order_by("pk").select_for_update().values_list("pk"))

    @staticmethod
    def _uses():
        from .models import EvidenceUse

        return EvidenceUse.objects.filter(evidence=OuterRef("pk"))
