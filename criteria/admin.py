"""Criteria sets in the admin. They are national; a province may add thresholds and bands of its own."""

from django.contrib import admin
from django.utils.text import Truncator

from ntm.access import own_rows
from ntm.admin import FoldedSearch, HandEditedAdmin, OwnRowsInline
from ntm.exchange import ExchangeMixin

from .models import Band, CriteriaSet, Criterion, CriterionGroup, Indicator, Threshold
from .resources import ThresholdResource


class GroupInline(OwnRowsInline):
    model = CriterionGroup


class BandInline(OwnRowsInline):
    model = Band

    def get_queryset(self, request):
        return own_rows(super().get_queryset(request), request.user)


@admin.register(CriteriaSet)
class CriteriaSetAdmin(FoldedSearch, HandEditedAdmin):
    list_display = ("name", "tier", "decision", "valid_from", "valid_to", "by_hand")
    list_filter = ("tier",)
    search_fields = ("name",)
    search_help_text = "Tên hoặc quyết định (không cần dấu)"
    key_fields = ("code",)
    fields = (
        "code",
        "name",
        "tier",
        "decision",
        "valid_from",
        "valid_to",
        "threshold_dimension",
        "expected_criteria",
        "expected_indicators",
        "predecessor",
        "note",
    )
    inlines = (GroupInline, BandInline)

    def searched_text(self, row):
        return f"{row.name} {row.decision}"


@admin.register(Criterion)
class CriterionAdmin(FoldedSearch, HandEditedAdmin):
    list_display = ("number", "name", "short_name", "lead_department", "criteria_set", "by_hand")
    list_display_links = ("number", "name")
    list_filter = ("criteria_set", "edited_by_hand")
    list_select_related = ("criteria_set",)
    search_fields = ("name",)
    search_help_text = "Số, tên hoặc cơ quan chủ trì (không cần dấu)"
    key_fields = ("criteria_set", "number")

    def searched_text(self, row):
        return f"{row} {row.lead_department}"


@admin.register(Indicator)
class IndicatorAdmin(FoldedSearch, HandEditedAdmin):
    list_display = ("number", "name", "kind", "unit", "criteria_set", "by_hand")
    list_display_links = ("number", "name")
    list_filter = ("criterion__criteria_set", "kind", "edited_by_hand")
    list_select_related = ("criterion__criteria_set",)
    search_fields = ("name",)
    search_help_text = "Số hoặc tên (không cần dấu)"
    key_fields = ("criterion", "number")

    @admin.display(description="bộ tiêu chí")
    def criteria_set(self, indicator):
        return indicator.criterion.criteria_set


@admin.register(Threshold)
class ThresholdAdmin(FoldedSearch, ExchangeMixin, HandEditedAdmin):
    list_display = ("what", "criteria_set", "scope", "year", "level", "provenance", "by_hand")
    list_filter = (
        "indicator__criterion__criteria_set",
        "provenance",
        "scope",
        "year",
        ("province", admin.RelatedOnlyFieldListFilter),
        "edited_by_hand",
    )
    list_select_related = ("indicator__criterion__criteria_set", "province")
    search_fields = ("indicator__name",)
    search_help_text = "Số hoặc tên chỉ tiêu (không cần dấu)"
    ordering = ("indicator__criterion__criteria_set", "indicator__position", "scope", "year")
    key_fields = ("indicator", "province", "scope", "year", "valid_from")
    resource_classes = (ThresholdResource,)

    def searched_text(self, row):
        return str(row.indicator)

    @admin.display(description="chỉ tiêu", ordering="indicator__position")
    def what(self, threshold):
        return Truncator(str(threshold.indicator)).chars(60)

    @admin.display(description="bộ tiêu chí")
    def criteria_set(self, threshold):
        return threshold.indicator.criterion.criteria_set.code

    @admin.display(description="mức đạt")
    def level(self, threshold):
        """ "≥ 70 %", or "Đạt" without a sign; a level of a province of its own says so."""
        own = f" ({threshold.province.name})" if threshold.province else ""
        if not threshold.value_text:
            parts = len(threshold.parts)
            return (f"{parts} điều kiện" if parts else "chưa có số") + own
        if threshold.comparison == Threshold.Comparison.MET:
            return threshold.value_text + own
        sign, unit = threshold.get_comparison_display(), threshold.indicator.unit
        return f"{sign} {threshold.value_text} {unit}".strip() + own
