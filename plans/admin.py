"""Plans in the admin: their facts and labels to edit; what the program derives to look at."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import CharField
from django.forms import Textarea
from django.urls import reverse
from django.utils.html import format_html

from ntm.admin import OwnRowsAdmin, OwnRowsInline, ReadOnlyAdmin

from .models import Annex, AnnexVersion, CommuneTarget, Plan, Upload
from .services.tables import is_known


class AnnexInline(OwnRowsInline):
    model = Annex
    fields = ("position", "code", "label", "title", "upload_link")
    readonly_fields = ("upload_link",)
    formfield_overrides: ClassVar = {CharField: {"widget": Textarea(attrs={"rows": 2, "cols": 36})}}

    @admin.display(description="nhập biểu")
    def upload_link(self, annex):
        """The way to the annex's own pages: figures never go through the admin."""
        if not (annex.pk and is_known(annex)):
            return ""
        url = reverse("plans:upload_new", args=[annex.plan.slug, annex.code])
        return format_html('<a href="{}">Nhập biểu</a>', url)


@admin.register(Plan)
class PlanAdmin(OwnRowsAdmin):
    list_display = ("number", "date", "state", "title", "province", "first_year", "last_year")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter), "state", "last_year")
    search_fields = ("number", "title")
    readonly_fields = ("state", "follows")  # a plan is issued on its own page, which marks its annexes
    prepopulated_fields = {"slug": ("number",)}
    inlines = (AnnexInline,)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(AnnexVersion)
class AnnexVersionAdmin(ReadOnlyAdmin):
    list_display = ("annex", "number", "changeset", "upload", "undoes", "frozen_at")
    list_filter = (("annex__plan", admin.RelatedOnlyFieldListFilter), "annex__code")
    list_select_related = ("annex__plan", "changeset__user", "upload", "undoes")


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("name", "annex", "user", "made_at", "state", "size")
    list_filter = ("state", "annex__code")
    search_fields = ("name", "user__full_name")
    list_select_related = ("annex__plan", "user")
    fields = ("annex", "name", "user", "made_at", "state", "size", "sha256", "counts")


@admin.register(CommuneTarget)
class CommuneTargetAdmin(ReadOnlyAdmin):
    list_display = ("commune", "criterion", "year", "met", "plan")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter), "met")
    search_fields = ("commune__search_name", "commune__code")
    fold_search = True
    list_select_related = ("commune", "criterion", "plan")
