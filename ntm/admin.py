"""What all admin pages share: who may enter, whose rows are shown, and the mark of a row edited by hand.

The rights of the admin are not Django's permissions but ``user.areas``: an administrator works on the rows of
the own province (and on what is national), everybody else on none.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from .access import own_rows
from .text import fold

admin.site.site_header = "Quản trị Sổ nông thôn mới"
admin.site.site_title = "Quản trị"
admin.site.index_title = "Dữ liệu dùng chung"
admin.site.empty_value_display = "–"


class AdministratorsOnly:
    """Rights and choices, for ModelAdmin and inlines alike."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return getattr(request.user, "administers", False)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", _choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", _choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


def _choices(db_field: Any, request: HttpRequest) -> QuerySet[Any]:
    return own_rows(db_field.remote_field.model._default_manager.all(), request.user)


class OwnRowsInline(AdministratorsOnly, admin.TabularInline):
    extra = 0


class OwnRowsAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Rows the user administers; any other one is not there (404)."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    right = "editable_by"  # the question put to the queryset
    key_fields: Sequence[str] = ()  # what makes the row this row: not to be changed once it is stored
    fold_search = False  # the searched columns are folded ones (and codes): so must the words be

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return own_rows(super().get_queryset(request), request.user, self.right)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = fold(search_term) if self.fold_search else search_term
        return super().get_search_results(request, queryset, words)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        readonly = super().get_readonly_fields(request, obj)
        return [*readonly, *self.key_fields] if obj else readonly


class ReadOnlyAdmin(OwnRowsAdmin):
    """What the program derives: to look at."""

    right = "visible_to"

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class FoldedSearch:
    """Search that takes no notice of tone marks and case, in small tables without a folded column."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        wanted = fold(search_term)
        if not wanted:
            return queryset, False
        found = [row.pk for row in queryset if wanted in fold(self.searched_text(row))]
        return queryset.filter(pk__in=found), False

    def searched_text(self, row: Any) -> str:
        """What is searched in."""
        return str(row)


class HandEditedAdmin(OwnRowsAdmin):
    """Rows that the program also ships. What a person saves is marked, and load_reference leaves it alone.

    Only marked rows can be deleted: a shipped one would be back after the next start.
    """

    actions = ["give_back"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None and obj.edited_by_hand and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.edited_by_hand = obj.edited_by_hand or form.has_changed()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.has_changed():
            mark_edited(form.instance)

    @admin.display(description="sửa tay", ordering="edited_by_hand")
    def by_hand(self, obj: Any) -> str:
        """For lists: said only where it is so."""
        return "sửa tay" if obj.edited_by_hand else ""

    @admin.action(description="Trả về dữ liệu gốc ở lần nạp sau (bỏ dấu sửa tay)")
    def give_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = queryset.update(edited_by_hand=False)
        self.message_user(request, f"Đã bỏ dấu sửa tay của {count} dòng.")


def mark_edited(row: Any) -> None:
    """A person changed the row or what belongs to it."""
    row.edited_by_hand = True
    row.save(update_fields=["edited_by_hand"])
