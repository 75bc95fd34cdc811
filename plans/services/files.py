"""An annex as a file: one writer for each kind."""

import json
from collections.abc import Callable
from typing import NamedTuple

from plans.domain.definition import AnnexDefinition
from plans.domain.table import AnnexTable
from plans.domain.write.docx import Printed, write_docx
from plans.domain.write.html import as_paper
from plans.domain.write.json import as_json
from plans.domain.write.lines import printed_lines
from plans.domain.write.xlsx import write_xlsx
from plans.pdf import PdfError, find_layouts, make_pdf

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


class Printout(NamedTuple):
    """An annex as it is handed out; ``note`` stands under the table."""

    definition: AnnexDefinition
    table: AnnexTable
    note: str = ""


def write_printout(printout: Printout, kind: str) -> bytes:
    """The bytes of a file; ``kind`` is a key of CONTENT_TYPES. Raises plans.pdf.PdfError."""
    return _WRITERS[kind](printout)


def _xlsx(printout: Printout) -> bytes:
    definition, table, note = printout
    return write_xlsx(definition, printed_lines(definition, table), note=note)


def _pdf(printout: Printout) -> bytes:
    definition, table, note = printout
    return make_pdf(as_paper(definition, printed_lines(definition, table), note=note))


def _docx(printout: Printout) -> bytes:
    return write_docx(as_printed(printout))


def as_printed(printout: Printout) -> Printed:
    """What a Word document needs; its pages are those of the PDF, where one can be made."""
    definition, table, note = printout
    lines = printed_lines(definition, table)
    try:
        (layouts,) = find_layouts(as_paper(definition, lines, note=note))
    except PdfError:  # a document without known pages is better than none
        layouts = []
    return Printed(definition, lines, note, layouts)


def _json(printout: Printout) -> bytes:
    return json.dumps(as_json(printout.definition, printout.table), ensure_ascii=False, indent=1).encode()


_WRITERS: dict[str, Callable[[Printout], bytes]] = {
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "json": _json,
}
