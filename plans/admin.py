"""Plans in the admin: their facts and labels to edit; what the program derives to look at, and its figures as
lists that go out and come in.
"""

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import CharField
from django.forms import CharField as TextField
from django.forms import HiddenInput, Textarea
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from accounts.services import client_address
from ntm.access import administrator
from ntm.admin import OwnRowsAdmin, OwnRowsInline, ReadOnlyAdmin
from ntm.exchange import ConfirmForm, ExchangeMixin

from .models import (
    Annex,
    AnnexVersion,
    CommuneTarget,
    FundingSource,
    Plan,
    PlanTask,
    Upload,
    VillageTarget,
    YearlyTarget,
)
from .resources import (
    CommuneTargetResource,
    FundingSourceResource,
    PlanTaskResource,
    VillageTargetResource,
    YearlyTargetResource,
)
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


class FigureConfirmForm(ConfirmForm):
    base = TextField(widget=HiddenInput, required=False)  # the versions that the preview was made of


class FigureAdmin(ExchangeMixin, ReadOnlyAdmin):
    """Figures of plans' annexes as a flat list. A list that comes in makes new versions of the annexes."""

    confirm_form_class = FigureConfirmForm
    import_export_change_list_template = "admin/plans/figures.html"
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter),)

    def has_import_permission(self, request):
        return self.has_view_permission(request)

    def own_annexes(self, request):
        """Those the list is of, of the plans the user administers."""
        return Annex.objects.visible_to(administrator(request.user)).of_codes(self.resource_classes[0].shown)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"annexes": self.own_annexes(request)})

    def get_confirm_form_initial(self, request, import_form):
        return super().get_confirm_form_initial(request, import_form) | {"base": self._base(request)}

    def get_import_data_kwargs(self, **kwargs):
        return {"address": client_address(kwargs["request"])}

    def process_dataset(self, dataset, form, request, **kwargs):
        if form.cleaned_data.get("base") != self._base(request):
            return None  # somebody stored since: what was previewed is not what would happen
        return super().process_dataset(dataset, form, request, **kwargs)

    def process_result(self, result, request):
        if result is None or result.has_errors() or result.has_validation_errors():
            messages.error(request, _CHANGED_SINCE)
            return redirect(f"admin:plans_{self.opts.model_name}_import")
        return super().process_result(result, request)

    def add_success_message(self, result, request):
        super().add_success_message(result, request)
        for version in result.made:
            link = format_html('<a href="{}">{}</a>', version.annex.page_url, version.annex)
            messages.info(request, format_html("Đã lưu thành bản {} của {}.", version.number, link))

    def generate_log_entries(self, result, request):
        """The record of it is the change that made the versions."""

    def _base(self, request):
        versions = AnnexVersion.objects.last_numbers(self.own_annexes(request))
        return ",".join(f"{annex}:{number}" for annex, number in versions)


_CHANGED_SINCE = (
    "Chưa nhập được: số liệu của biểu vừa thay đổi sau khi xem trước. "
    "Hãy tải tệp lên lại để xem trước lần nữa."
)


@admin.register(CommuneTarget)
class CommuneTargetAdmin(FigureAdmin):
    list_display = ("commune", "criterion", "year", "met", "plan")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter), "met")
    search_fields = ("commune__search_name", "commune__code")
    fold_search = True
    list_select_related = ("commune", "criterion", "plan")
    resource_classes = (CommuneTargetResource,)


@admin.register(YearlyTarget)
class YearlyTargetAdmin(FigureAdmin):
    list_display = ("title", "role", "year", "printed", "plan")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter), "role", "year")
    search_fields = ("title", "line")
    list_select_related = ("plan",)
    resource_classes = (YearlyTargetResource,)


@admin.register(VillageTarget)
class VillageTargetAdmin(FigureAdmin):
    list_display = ("district", "villages", "done_ntm", "done_model", "registered", "assigned", "plan")
    list_select_related = ("district", "plan")
    resource_classes = (VillageTargetResource,)


@admin.register(PlanTask)
class PlanTaskAdmin(FigureAdmin):
    list_display = ("line", "title", "lead", "due_text", "due_to", "label")
    list_filter = (("annex", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("title", "lead", "partners")
    list_select_related = ("annex__plan", "plan")
    resource_classes = (PlanTaskResource,)

    @admin.display(description="biểu", ordering="annex")
    def label(self, task):
        return task.annex.label


@admin.register(FundingSource)
class FundingSourceAdmin(FigureAdmin):
    list_display = ("line", "name", "printed", "plan")
    list_display_links = ("line", "name")
    search_fields = ("name",)
    list_select_related = ("plan",)
    resource_classes = (FundingSourceResource,)
