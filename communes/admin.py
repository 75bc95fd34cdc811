"""Units in the admin: provinces, districts, communes with their dated status, and other spellings."""

from datetime import date
from itertools import pairwise

from django import forms
from django.contrib import admin
from django.utils import timezone

from ntm.access import administrator
from ntm.admin import FoldedSearch, HandEditedAdmin, OwnRowsAdmin, OwnRowsInline, mark_edited
from ntm.exchange import ExchangeMixin

from .models import Alias, Commune, CommuneStatus, District, Province
from .resources import (
    AliasResource,
    CommuneResource,
    DistrictResource,
    ProvinceResource,
    StatusResource,
    check_alone,
)


class ExistenceFilter(admin.SimpleListFilter):
    title = "hiệu lực"
    parameter_name = "con"

    def lookups(self, request, model_admin):
        return [("1", "còn hiệu lực"), ("0", "đã hết hiệu lực")]

    def queryset(self, request, queryset):
        if self.value() not in ("0", "1"):
            return queryset
        now = queryset.model.objects.on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=now) if self.value() == "1" else queryset.exclude(pk__in=now)


class UnitAdmin(ExchangeMixin, HandEditedAdmin):
    """Search by code, or by any part of the name, tone marks or not."""

    search_fields = ("search_name", "code")
    fold_search = True
    search_help_text = "Tên (không cần dấu) hoặc mã"
    key_fields = ("code", "valid_from")
    list_display_links = ("code", "titled")

    @admin.display(description="tên", ordering="search_name")
    def titled(self, unit):
        return unit.title


@admin.register(Province)
class ProvinceAdmin(UnitAdmin):
    list_display = ("code", "titled", "region", "sort_order", "by_hand")
    fields = ("code", "type", "name", "region", "sort_order")
    key_fields = ("code",)
    resource_classes = (ProvinceResource,)

    def has_add_permission(self, request, obj=None):
        """A new province is nobody's own: only who administers the whole program adds or imports one."""
        return any(area.province_id is None for area in administrator(request.user).areas)


class AliasInline(OwnRowsInline):
    model = Alias
    fields = ("name", "kind")


@admin.register(District)
class DistrictAdmin(UnitAdmin):
    list_display = ("code", "titled", "valid_from", "valid_to", "sort_order", "by_hand")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter), "type", ExistenceFilter)
    fields = ("province", "code", "type", "name", "sort_order", "valid_from", "valid_to")
    inlines = (AliasInline,)
    resource_classes = (DistrictResource,)


class StatusFormSet(forms.BaseInlineFormSet):
    """The statuses of a commune follow one another: no day has two."""

    def clean(self):
        super().clean()
        periods = sorted(
            (form.cleaned_data["valid_from"], form.cleaned_data.get("valid_to") or date.max)
            for form in self.forms
            if form.cleaned_data.get("valid_from") and not form.cleaned_data.get("DELETE")
        )
        for (_, end), (start, _) in pairwise(periods):
            if start <= end:
                raise forms.ValidationError(f"Hai tình trạng chồng nhau vào ngày {start:%d/%m/%Y}.")


class StatusForm(forms.ModelForm):
    """One status by itself: no other of the commune has a day of it."""

    def clean(self):
        cleaned = super().clean()
        commune = getattr(cleaned.get("commune"), "pk", self.instance.commune_id)
        first = cleaned.get("valid_from", self.instance.valid_from)
        check_alone(commune, first, cleaned.get("valid_to"), but=self.instance.pk)
        return cleaned


class StatusInline(OwnRowsInline):
    model = CommuneStatus
    formset = StatusFormSet


@admin.register(Commune)
class CommuneAdmin(UnitAdmin):
    list_display = (
        "code",
        "titled",
        "district_name",
        "in_programme",
        "valid_from",
        "valid_to",
        "by_hand",
    )
    list_filter = (
        ("province", admin.RelatedOnlyFieldListFilter),
        ("statuses__district", admin.RelatedOnlyFieldListFilter),
        "type",
        "statuses__in_programme",
        ExistenceFilter,
        "edited_by_hand",
    )
    fields = (
        "province",
        "code",
        "type",
        "name",
        "sort_order",
        "valid_from",
        "valid_to",
        "predecessors",
        "note",
    )
    inlines = (StatusInline, AliasInline)
    resource_classes = (CommuneResource,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("statuses__district")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Old and new units share names, so each is shown with its code and period."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = described
        return field

    @admin.display(description="huyện")
    def district_name(self, commune):
        status = last_status(commune)
        return status.district.name if status and status.district else None

    @admin.display(description="thuộc Chương trình", boolean=True)
    def in_programme(self, commune):
        status = last_status(commune)
        return status.in_programme if status else None


@admin.register(CommuneStatus)
class StatusAdmin(ExchangeMixin, OwnRowsAdmin):
    """For whole lists, of area classes or groups; one commune's statuses stand on its own page too."""

    form = StatusForm
    list_display = ("unit", "valid_from", "valid_to", "area_class", "commune_group", "is_extremely_difficult")
    list_filter = (
        "commune_group",
        "area_class",
        "is_extremely_difficult",
        "in_programme",
        ("district", admin.RelatedOnlyFieldListFilter),
        ("commune__province", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("commune",)
    ordering = ("commune__sort_order", "commune__code", "valid_from")
    search_fields = ("commune__search_name", "commune__code")
    fold_search = True
    search_help_text = "Tên xã (không cần dấu) hoặc mã"
    key_fields = ("commune", "valid_from")
    resource_classes = (StatusResource,)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        mark_edited(obj.commune)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        mark_edited(obj.commune)

    def delete_queryset(self, request, queryset):
        for status in queryset:
            self.delete_model(request, status)

    @admin.display(description="xã", ordering="commune__search_name")
    def unit(self, status):
        return f"{status.commune.title} ({status.commune.code})"


@admin.register(Alias)
class AliasAdmin(FoldedSearch, ExchangeMixin, OwnRowsAdmin):
    list_display = ("name", "unit", "level", "kind")
    list_filter = ("kind",)
    list_select_related = ("commune", "district")
    fields = ("commune", "district", "name", "kind")
    search_fields = ("name",)
    search_help_text = "Cách viết, hoặc tên đơn vị (không cần dấu)"
    resource_classes = (AliasResource,)

    def searched_text(self, row):
        return f"{row.name} {row.unit.name}"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        mark_edited(obj.unit)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        mark_edited(obj.unit)

    def delete_queryset(self, request, queryset):
        for alias in queryset:
            self.delete_model(request, alias)

    @admin.display(description="đơn vị")
    def unit(self, alias):
        return alias.unit

    @admin.display(description="cấp")
    def level(self, alias):
        return "xã" if alias.commune_id else "huyện"


def last_status(commune: Commune) -> CommuneStatus | None:
    """From the prefetched statuses, which come in order."""
    return next(reversed(commune.statuses.all()), None)


def described(commune: Commune) -> str:
    end = f"đến {commune.valid_to:%d/%m/%Y}" if commune.valid_to else f"từ {commune.valid_from:%d/%m/%Y}"
    return f"{commune.name} ({commune.get_type_display()}, {commune.code}, {end})"
