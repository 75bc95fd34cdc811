"""What other parts compute with: projections of the current versions, rebuilt whenever a version is made."""

from django.db import models

from communes.models import Commune, District
from criteria.models import Criterion
from plans.querysets import CommuneTargetQuerySet, OfPlanQuerySet

from .plans import Plan


class CommuneTarget(models.Model):
    """What the plan wants of a commune and criterion by a year: a projection of the current matrix.

    A target is never a result. Rows exist only for communes with data; ``met`` is False for 0 and blank.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="commune_targets", verbose_name="kế hoạch")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="targets", verbose_name="xã")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    year = models.PositiveSmallIntegerField("năm")
    met = models.BooleanField("đạt")

    objects = CommuneTargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mục tiêu của xã"
        ordering = ("plan", "commune", "criterion")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "commune", "criterion", "year"], name="commune_target_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune} {self.criterion.number} {self.year}"


class YearlyTarget(models.Model):
    """One figure of the yearly targets: what was reached in the baseline year, what is wanted at the end, or
    in one of the years. ``value`` is None where the text says more or less than a figure ("≥ 65", blank).
    """

    class Role(models.TextChoices):
        BASELINE = "baseline", "thực hiện năm gốc"
        GOAL = "goal", "mục tiêu cuối kỳ"
        YEAR = "year", "mục tiêu trong năm"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="yearly_targets", verbose_name="kế hoạch")
    line = models.CharField("dòng", max_length=40)
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("mục tiêu", max_length=400)
    role = models.CharField("loại", max_length=8, choices=Role)
    year = models.PositiveSmallIntegerField("năm")
    printed = models.CharField("đã ghi", max_length=60)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=4, null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mục tiêu theo năm"
        ordering = ("plan", "position", "role", "year")
        constraints = [
            models.UniqueConstraint(fields=["plan", "line", "role", "year"], name="yearly_target_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}: {self.printed}"


class VillageTarget(models.Model):
    """Villages of a district: how many there are, have reached a standard, are registered and assigned."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="village_targets", verbose_name="kế hoạch")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="huyện")
    villages = models.PositiveIntegerField("tổng số thôn, bản", null=True, blank=True)
    done_ntm = models.PositiveIntegerField("đã đạt chuẩn NTM", null=True, blank=True)
    done_model = models.PositiveIntegerField("đã đạt kiểu mẫu", null=True, blank=True)
    registered = models.PositiveIntegerField("đăng ký, tổng", null=True, blank=True)
    registered_model = models.PositiveIntegerField("đăng ký, kiểu mẫu", null=True, blank=True)
    registered_ntm = models.PositiveIntegerField("đăng ký, NTM", null=True, blank=True)
    assigned = models.PositiveIntegerField("giao, tổng", null=True, blank=True)
    assigned_model = models.PositiveIntegerField("giao, kiểu mẫu", null=True, blank=True)
    assigned_ntm = models.PositiveIntegerField("giao, NTM", null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "mục tiêu thôn, bản"
        ordering = ("plan", "district")
        constraints = [models.UniqueConstraint(fields=["plan", "district"], name="village_target_unique")]

    def __str__(self) -> str:
        return str(self.district)


class FundingSource(models.Model):
    """One source of a plan's funds, in triệu đồng, in the tree that the plan's text states."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="funding_sources", verbose_name="kế hoạch")
    line = models.CharField("dòng", max_length=40)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    position = models.PositiveSmallIntegerField("thứ tự")
    ordinal = models.CharField("số thứ tự", max_length=20, blank=True)
    name = models.CharField("nguồn vốn", max_length=300)
    printed = models.CharField("đã ghi", max_length=60, blank=True)
    amount = models.DecimalField("triệu đồng", max_digits=20, decimal_places=2, null=True, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nguồn vốn"
        ordering = ("plan", "position")
        constraints = [models.UniqueConstraint(fields=["plan", "line"], name="funding_source_unique")]

    def __str__(self) -> str:
        return self.name
