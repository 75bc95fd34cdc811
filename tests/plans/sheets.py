"""Filled-in templates of the small world's annex."""

import io
from collections.abc import Mapping

from openpyxl import load_workbook

from plans.services.output import make_template

FIRST_MARK = 3  # column C


def fill_template(annex, user, marks: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> bytes:
    """The user's template with marks ("1", "0", " ") by commune name, and names written otherwise."""
    book = load_workbook(io.BytesIO(make_template(annex, user)))
    sheet = book.active
    for row in sheet.iter_rows():
        name = str(row[1].value or "").removeprefix("Xã ")
        for offset, mark in enumerate(marks.get(name, "")):
            row[FIRST_MARK - 1 + offset].value = int(mark) if mark.strip() else None
        if names and name in names:
            row[1].value = names[name]
            row[-1].value = None  # the code would tell the unit
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
