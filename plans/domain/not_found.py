"""What is said of a workbook in which no heading of the annex was found."""

from collections.abc import Iterable

from .definition import AnnexDefinition
from .heading import Headings
from .places import quote
from .read import RawSheet

_NAMED = 4  # columns that a message names


def not_found(definition: AnnexDefinition, sheets: Iterable[RawSheet]) -> str:
    """The sheets that were looked through, what they come nearest to, and what the annex needs."""
    shown = [sheet for sheet in sheets if not sheet.hidden]
    names = ", ".join(f"“{sheet.name}”" for sheet in shown)
    headings = Headings(definition)
    told = (
        f"Không tìm thấy đầu bảng của {definition.label} trong trang {names}.",
        *(_missed(headings, sheet) for sheet in shown),
        _needed(definition),
    )
    return " ".join(filter(None, told))


def _missed(headings: Headings, sheet: RawSheet) -> str:
    """What a sheet without a heading comes nearest to; empty where nothing is alike."""
    definition, figures = headings.definition, set(headings.figures)
    found = {row: headings.keys_of_row(sheet, row) for row in sheet.rows}
    best = max(found, key=lambda row: len(found[row] & figures), default=None)
    if best is None or not found[best] & figures:
        return ""
    of_marks = bool(definition.mark_keys)
    what = "cột tiêu chí" if of_marks else "cột số liệu" if definition.is_of_units else "cột của biểu"
    count = f"{len(found[best] & figures)}/{len(figures)} {what}"
    if not found[best] & set(headings.names):
        name = "tên xã" if of_marks else quote(definition.column(definition.name_key).heading)
        return f"Dòng {best} có {count} nhưng không có cột {name}."
    return f"Dòng {best} mới có {count}."


def _needed(definition: AnnexDefinition) -> str:
    if definition.is_of_units:
        return "Bảng cần có cột tên đơn vị và các cột số liệu như trong tệp mẫu."
    columns = (column for column in definition.columns if column.key != definition.ordinal_key)
    names = list(dict.fromkeys(quote(column.heading) for column in columns))
    more = "…" if len(names) > _NAMED else ""
    return f"Bảng cần có các cột {', '.join(names[:_NAMED])}{more} như trong tệp mẫu."
