"""Import and export in the admin: the library's pages in Vietnamese, with our two file formats only."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.files.storage import default_storage
from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.results import Result, RowResult
from import_export.tmp_storages import MediaStorage

from .access import administrator
from .spreadsheets import SafeCsv, SafeXlsx, UnreadableFileError

FORMATS = (SafeXlsx, SafeCsv)


class FileForm(ImportForm):
    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["import_file"].label = "Tệp"
        self.fields["format"].label = "Loại tệp"

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError("Tệp quá lớn (trên 5 MB).")
        return file


class ConfirmForm(ConfirmImportForm):
    def clean_import_file_name(self) -> str:
        name = super().clean_import_file_name()
        if not default_storage.exists(MediaStorage(name=name).get_full_path()):
            raise forms.ValidationError("Tệp này đã được nhập hoặc đã hết hạn. Hãy tải lên lại.")
        return str(name)


class FormatForm(ExportForm):
    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].label = "Loại tệp"
        self.initial.setdefault("format", "0")


class ExchangeMixin(ImportExportMixin):
    """For a ModelAdmin with ``resource_classes``. Who may add and change rows may import them."""

    import_formats = export_formats = FORMATS
    import_form_class = FileForm
    confirm_form_class = ConfirmForm
    export_form_class = FormatForm
    tmp_storage_class = MediaStorage  # a file to be confirmed waits in the data folder, not in a shared one
    to_encoding = "utf-8-sig"  # else Excel takes UTF-8 for an old encoding

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": administrator(request.user)}

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """Dates and figures go into a workbook as such."""
        native = file_format.is_binary()
        table = self.get_data_for_export(request, queryset, force_native_type=native, **kwargs)
        data = file_format.export_data(table)
        return data if native else data.encode(self.to_encoding)

    def add_data_read_fail_error_to_form(self, form: forms.Form, error: Exception) -> None:
        known = isinstance(error, UnreadableFileError)
        form.add_error("import_file", str(error) if known else "Không đọc được tệp. Loại tệp đã đúng chưa?")

    def add_success_message(self, result: Result, request: HttpRequest) -> None:
        new, changed, same = (
            result.totals[kind]
            for kind in (RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP)
        )
        messages.success(request, f"Đã nhập: {new} dòng mới, {changed} dòng đổi, {same} dòng giữ nguyên.")

    def generate_log_entries(self, result: Result, request: HttpRequest) -> None:
        flags = {RowResult.IMPORT_TYPE_NEW: ADDITION, RowResult.IMPORT_TYPE_UPDATE: CHANGE}
        for kind, flag in flags.items():
            rows = [row.instance for row in result if row.import_type == kind]
            if rows:
                LogEntry.objects.log_actions(request.user.pk, rows, flag, change_message="Nhập từ tệp.")
