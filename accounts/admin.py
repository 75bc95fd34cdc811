"""Users, their areas and the history, for administrators."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from ntm.admin import OwnRowsAdmin, OwnRowsInline
from ntm.exchange import ExchangeMixin

from . import views
from .models import Changeset, FigureChange, Membership, User
from .resources import UserResource
from .services import follow_memberships
from .tables import assignments

# One log-in page and one password page for all, with their lock, messages and forced change.
admin.site.login = views.admin_login
admin.site.password_change = lambda request, extra_context=None: redirect("accounts:password_change")


class MembershipInline(OwnRowsInline):
    model = Membership
    fields = ("role", "province", "district", "commune", "department")
    min_num = 1
    validate_min = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for link in ("can_add_related", "can_change_related", "can_view_related"):
            setattr(field.widget, link, False)  # units are chosen here, not kept
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "province":
            field.initial = field.queryset.first()
        field.label_from_instance = unit_label
        return field


def unit_label(unit) -> str:
    """Name and code, and when it ended: names come twice, codes are given again."""
    valid_to = getattr(unit, "valid_to", None)
    return f"{unit.title} ({unit.code})" + (f", đến {valid_to:%d/%m/%Y}" if valid_to else "")


@admin.register(User)
class UserAdmin(ExchangeMixin, OwnRowsAdmin):
    """No password and no right beyond the memberships is set here; people are switched off, not deleted."""

    resource_classes = (UserResource,)
    inlines = [MembershipInline]
    fields = ("username", "full_name", "post", "email", "is_active", "must_change_password", "password_link")
    readonly_fields = ("must_change_password", "password_link")
    key_fields = ("username",)
    list_display = ("full_name", "username", "post", "where", "last_login", "is_active")
    list_filter = ("memberships__role", "is_active", "must_change_password")
    search_fields = ("search_name", "username")

    def get_queryset(self, request):
        return super().get_queryset(request).with_assignments()

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    def has_delete_permission(self, request, obj=None):
        """A slip can be taken back until the person comes in for the first time."""
        return obj is not None and obj.last_login is None and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        follow_memberships(form.instance)

    @admin.display(description="vai trò, đơn vị")
    def where(self, user):
        return assignments(user)

    @admin.display(description="mật khẩu")
    def password_link(self, user):
        if not user.pk:
            return "Đặt sau khi lưu: người mới chưa đăng nhập được."
        url = reverse("accounts:password_reset", args=[user.username])
        return format_html('<a href="{}">Đặt lại mật khẩu</a>', url)


class HistoryAdmin(OwnRowsAdmin):
    """To read only."""

    show_full_result_count = False

    def get_queryset(self, request):
        ordering = self.get_ordering(request) or self.model._meta.ordering
        return self.model.objects.visible_to(request.user).order_by(*ordering)

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Changeset)
class ChangesetAdmin(HistoryAdmin):
    list_display = ("made_at", "user", "channel", "address", "reason")
    list_filter = ("channel", "made_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__search_name", "reason")


@admin.register(FigureChange)
class FigureChangeAdmin(HistoryAdmin):
    list_display = ("changeset", "subject", "unit", "key", "old", "new")
    list_select_related = ("changeset__user", "province", "district", "commune")
    search_fields = ("subject", "commune__search_name", "changeset__user__username")

    @admin.display(description="đơn vị")
    def unit(self, change):
        return change.commune or change.district or change.province
