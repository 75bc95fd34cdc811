"""Criteria sets in the admin, national with levels and bands of a province's own; periods; results."""

from django.contrib import admin
from django.utils.text import Truncator

from accounts.services import client_address
from ntm.access import own_rows
from ntm.admin import FoldedSearch, HandEditedAdmin, OwnRowsAdmin, OwnRowsInline, ReadOnlyAdmin
from ntm.exchange import ExchangeMixin

from .models import (
    Band,
    CriteriaSet,
    Criterion,
    CriterionGroup,
    Indicator,
    Recognition,
    RemainingWork,
    ReportingPeriod,
    Result,
    Submission,
    Threshold,
)
from .resources import PeriodResource, RecognitionResource, ThresholdResource


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
        "hardship_scope",
        "note",
        "pending_decisions",
    )
    inlines = (GroupInline, BandInline)

    def searched_text(self, row):
        return f"{row.name} {row.decision}"


@admin.register(Criterion)
class CriterionAdmin(FoldedSearch, HandEditedAdmin):
    list_display = (
        "number",
        "name",
        "short_name",
        "lead_department",
        "key_for_revocation",
        "criteria_set",
        "by_hand",
    )
    list_display_links = ("number", "name")
    list_filter = ("criteria_set", "key_for_revocation", "edited_by_hand")
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


@admin.register(ReportingPeriod)
class PeriodAdmin(FoldedSearch, ExchangeMixin, OwnRowsAdmin):
    """The coordination office's page has proposals and is the usual way; this one is for lists."""

    list_display = ("name", "province", "criteria_set", "last_day", "due_on", "closes_on", "official_stage")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter), "kind", "official_stage")
    list_select_related = ("province", "criteria_set")
    search_fields = ("name",)
    search_help_text = "Tên hoặc mã (không cần dấu)"
    key_fields = ("province", "code")
    resource_classes = (PeriodResource,)

    def searched_text(self, row):
        return f"{row.name} {row.code}"

    def has_delete_permission(self, request, obj=None):
        unused = obj is not None and not obj.has_figures
        return unused and super().has_delete_permission(request, obj)


@admin.register(Recognition)
class RecognitionAdmin(ExchangeMixin, ReadOnlyAdmin):
    """To look at, and as a list that goes out and comes in; single ones are written in the register."""

    list_display = ("commune", "level", "year", "number", "decided_on", "state")
    list_filter = ("level", "state", "year", ("commune__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("commune",)
    search_fields = ("commune__search_name", "number")
    fold_search = True
    search_help_text = "Tên xã (không cần dấu)"
    resource_classes = (RecognitionResource,)

    def has_import_permission(self, request):
        return self.has_view_permission(request)

    def get_import_data_kwargs(self, **kwargs):
        return {"address": client_address(kwargs["request"])}


class FigureAdmin(ReadOnlyAdmin):
    """Many rows, so none are counted beyond the page, and found by the folded name of their commune."""

    show_full_result_count = False
    fold_search = True
    search_help_text = "Tên xã (không cần dấu)"


@admin.register(Result)
class ResultAdmin(FigureAdmin):
    list_display = ("commune", "key", "state", "value", "level", "period", "stage", "version")
    list_filter = ("stage", "state")
    list_select_related = ("commune", "period")
    search_fields = ("commune__search_name",)


@admin.register(RemainingWork)
class RemainingWorkAdmin(FigureAdmin):
    list_display = ("commune", "text", "quantity", "unit", "funded")
    list_select_related = ("result__commune",)
    search_fields = ("result__commune__search_name",)

    @admin.display(description="xã")
    def commune(self, work):
        return work.result.commune


@admin.register(Submission)
class SubmissionAdmin(FigureAdmin):
    list_display = ("unit", "criterion", "period", "stage", "state", "reason")
    list_filter = ("stage", "state")
    list_select_related = ("district", "commune", "criterion", "period")
    search_fields = ("district__search_name", "commune__search_name")
    search_help_text = "Tên huyện hoặc xã (không cần dấu)"

    @admin.display(description="đơn vị")
    def unit(self, submission):
        return submission.district or submission.commune
