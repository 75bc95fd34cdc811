"""What an old Word or Excel file (.doc, .xls) says of itself: whose it is, locked or not, with macros or not.

Layouts: [MS-DOC] 2.5.2 (FibBase), [MS-XLS] 2.4.28 (BoundSheet8) and 2.4.117 (FilePass).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

import olefile

_VBA = {"macros", "vba", "_vba_project", "_vba_project_cur"}  # folders and streams that hold macros
_BOOKS = ("Workbook", "Book")
_FILE_PASS, _BOUND_SHEET, _END = 0x002F, 0x0085, 0x000A
_MACRO_SHEET = 1  # Excel's own macros, older than VBA
_MOST_RECORDS = 100_000


class Program(StrEnum):
    WORD = "word"
    EXCEL = "excel"
    OTHER = ""


@dataclass(frozen=True, slots=True)
class OleDocument:
    program: Program
    is_locked: bool = False
    has_macros: bool = False


def read_ole(file: BinaryIO) -> OleDocument:
    """Raises anything at all where the file is damaged."""
    with olefile.OleFileIO(file) as ole:
        names = {part.lower() for path in ole.listdir(streams=True, storages=True) for part in path}
        if "encryptedpackage" in names:  # a .docx or .xlsx with a password
            return OleDocument(Program.OTHER, is_locked=True)
        macros = bool(names & _VBA)
        if ole.exists("WordDocument"):
            return OleDocument(Program.WORD, _word_is_locked(ole), macros)
        book = next((name for name in _BOOKS if ole.exists(name)), None)
        if book is None:
            return OleDocument(Program.OTHER)
        records = list(_records(ole.openstream(book)))
        locked = any(kind == _FILE_PASS for kind, _ in records)
        sheets = (data[5] for kind, data in records if kind == _BOUND_SHEET and len(data) > 5)
        return OleDocument(Program.EXCEL, locked, macros or _MACRO_SHEET in sheets)


def _word_is_locked(ole: olefile.OleFileIO) -> bool:
    (flags,) = struct.unpack_from("<H", ole.openstream("WordDocument").read(12), 10)
    return bool(flags & 0x0100)


def _records(book: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Those that speak of the whole workbook; they come first."""
    for _ in range(_MOST_RECORDS):
        head = book.read(4)
        if len(head) < 4:
            return
        kind, length = struct.unpack("<HH", head)
        if kind == _END:
            return
        yield kind, book.read(length)
