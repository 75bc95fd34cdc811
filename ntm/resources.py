"""Lists that administrators bring as files: how cells are read, and what is said where one cannot be."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export.resources import Diff, ModelResource
from import_export.results import Result
from import_export.widgets import Widget
from tablib import Dataset

from .access import own_rows
from .numbers import AmbiguousNumber, NotANumber, parse_number, vietnamese
from .text import clean

Beside = Mapping[str, tuple[str, Widget]]  # lookup: (column, how its cell is read)
DAY_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class TextWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return clean(str(value)) if value is not None else ""


class CodeWidget(Widget):
    """A code or a number that is a name: text, since a spreadsheet drops the zeros of figures."""

    def __init__(self, digits: int = 0) -> None:
        super().__init__()
        self.digits = digits

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{value} là ô số. Hãy định dạng ô là Văn bản (Text) và gõ đủ, kể cả số 0.")
        if value and self.digits and not (len(value) == self.digits and value.isdecimal()):
            raise ValueError(f"Mã “{value}” phải có đúng {self.digits} chữ số, kể cả số 0 ở đầu.")
        return value


class DayWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        if value in ("", None):
            return None
        for form in DAY_FORMATS:
            try:
                return datetime.strptime(str(value), form).date()
            except ValueError:
                continue
        raise ValueError(f"“{value}” không phải là ngày. Viết theo mẫu 31/12/2025.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if value is None:
            return ""
        return value if kwargs.get("force_native_type") else f"{value:%d/%m/%Y}"


class WholeWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        figure = read_figure(value, decimals=False)
        return None if figure is None else int(figure)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if value is None:
            return ""
        return value if kwargs.get("force_native_type") else str(value)


class FigureWidget(WholeWidget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return read_figure(value, decimals=True)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        native = kwargs.get("force_native_type")
        return "" if value is None else value.normalize() if native else vietnamese(value)


def read_figure(value: Any, *, decimals: bool) -> Decimal | None:
    """The figure of a cell, a number or a text; None for an empty one."""
    if value in ("", None):
        return None
    kind = "số" if decimals else "số nguyên"
    try:
        figure = parse_number(value, decimals=decimals) if isinstance(value, str) else Decimal(str(value))
    except AmbiguousNumber as error:
        raise ValueError(f"“{value}” đọc được hai cách. Viết dấu phẩy thập phân, bỏ chấm nghìn.") from error
    except (NotANumber, InvalidOperation) as error:
        raise ValueError(f"“{value}” không phải là {kind}.") from error
    if not decimals and figure != figure.to_integral_value():
        raise ValueError(f"“{value}” không phải là {kind}.")
    return figure


class LabelWidget(Widget):
    """One of a few values, under the label it has on screen. Blank is for fields that may be empty."""

    def __init__(self, choices: Iterable[tuple[Any, Any]]) -> None:
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        known = {str(label).casefold(): key for key, label in self.labels.items()}
        try:
            return known[str(value).casefold()] if value not in ("", None) else ""
        except KeyError:
            names = ", ".join(str(label) for label in self.labels.values())
            raise ValueError(f"“{value}” không dùng được. Chọn một trong: {names}.") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.labels.get(value, ""))


class YesNoWidget(LabelWidget):
    """ "có", "không"; blank is not known, where that may be."""

    def __init__(self, *, needed: bool = False) -> None:
        super().__init__([(True, "có"), (False, "không")])
        self.needed = needed

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        found = super().clean(value, row, **kwargs)
        if found == "" and self.needed:
            raise ValueError("Ghi “có” hoặc “không”.")
        return None if found == "" else bool(found)


class RowWidget(Widget):
    """A row of another table among those the user administers, named by a code.

    ``beside`` are further lookups that make the code unique: each with its column and how that is read.
    """

    user: Any = None  # set by the resource

    def __init__(
        self,
        model: Any,
        code: str = "code",
        digits: int = 0,
        beside: Mapping[str, tuple[str, Widget]] | None = None,
    ) -> None:
        super().__init__()
        self.model, self.code, self.beside = model, code, dict(beside or {})
        self.reader = CodeWidget(digits)
        self.found: dict[tuple[Any, ...], Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value in ("", None):
            return None
        wanted = {self.code: self.reader.clean(value)}
        wanted |= {
            lookup: widget.clean(row.get(column, "")) for lookup, (column, widget) in self.beside.items()
        }
        key = tuple(wanted.values())
        if key not in self.found:
            self.found[key] = own_rows(self.model._default_manager.filter(**wanted), self.user).first()
        if self.found[key] is None:
            said = ", ".join(f"{part:%d/%m/%Y}" if isinstance(part, date) else str(part) for part in key)
            raise ValueError(f"Không có {self.model._meta.verbose_name} “{said}” trong phạm vi của bạn.")
        return self.found[key]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return getattr(value, self.code) if value else ""


class ColouredDiff(Diff):
    """Old and new of a cell, marked by elements: the library's inline styles are barred by our CSP."""

    def as_html(self) -> list[str]:
        return [self._cell(*pair) for pair in zip(self.left, self.right, strict=True)]

    def _cell(self, old: Any, new: Any) -> str:
        if self.new or old == new:
            return format_html("{}", new)
        return format_html("<del>{}</del> <ins>{}</ins>", old, new)


class NamedResult(Result):
    """Errors under the heading of their column, at the number of the row in the sheet."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        super().__init__()
        self.columns = columns

    def append_invalid_row(self, number: int, row: Any, validation_error: ValidationError) -> None:
        super().append_invalid_row(number + 1, row, validation_error)
        invalid = self.invalid_rows[-1]
        invalid.error_dict = {self.columns.get(key, key): value for key, value in invalid.error_dict.items()}


class HandResource(ModelResource):
    """Rows of a reference table. What is imported counts as edited by hand; unchanged rows are left alone."""

    class Meta:
        skip_unchanged = True
        clean_model_instances = True

    def __init__(self, user: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.seen: dict[tuple[Any, ...], int] = {}
        for field in self.fields.values():
            if isinstance(field.widget, RowWidget):
                field.widget.user = user

    def get_queryset(self) -> Any:
        return own_rows(super().get_queryset(), self.user)

    def get_diff_class(self) -> type[Diff]:
        return ColouredDiff

    def get_result_class(self) -> Callable[[], Result]:
        columns = {field.attribute: field.column_name for field in self.fields.values() if field.attribute}
        return partial(NamedResult, columns)

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        columns = [field.column_name for field in self.get_import_fields()]
        needed = [self.fields[name].column_name for name in self.get_import_id_fields()]
        given = [name for name in dataset.headers if name]
        complaints = {
            "Thiếu cột": [name for name in needed if name not in given],
            "Cột có hai lần": [name for name in columns if given.count(name) > 1],
            "Không có cột tên": [name for name in given if name not in columns],
        }
        found = [f"{what}: {', '.join(names)}." for what, names in complaints.items() if names]
        if found:
            raise ValueError(" ".join([*found, f"Các cột của danh sách: {', '.join(columns)}."]))

    def before_import_row(self, row: Mapping[str, Any], **kwargs: Any) -> None:
        key = tuple(row.get(self.fields[name].column_name) for name in self.get_import_id_fields())
        first = self.seen.setdefault(key, kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise ValidationError(f"Trùng với dòng {first + 1}.")

    def before_save_instance(self, instance: Any, row: Mapping[str, Any], **kwargs: Any) -> None:
        instance.edited_by_hand = True
