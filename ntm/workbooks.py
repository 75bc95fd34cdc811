"""Opens an .xlsx somebody sent, after bounding what it may cost. Nothing here trusts the file's name."""

import html
import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 24 * 1024 * 1024
MAX_RATIO = 60  # unpacked to packed, for parts over 1 MiB: a sheet of figures reaches about 20
MAX_PARTS = 300
MAX_CELLS = 250_000  # cells and rows of all sheets: 200 communes × 57 indicators are 12,000
MAX_STRINGS = 100_000
MAX_TAGS = 3_000_000  # of all parts: three or four for a cell
MAX_AREA = 60_000  # cells in merged ranges: openpyxl makes an object for each of them

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
# Elements for whose range openpyxl walks over every cell.
_RANGE = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg", ".tif", ".tiff", ".bin")


class WorkbookRefusedError(Exception):
    """The file is not opened. ``code`` is one of the file errors, the message is for the user."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def open_workbook(data: bytes) -> tuple[Workbook, Workbook]:
    """The workbook twice: with the values Excel last computed, and with its formulas.

    Both are the same object where the file holds no formula. Raises WorkbookRefusedError.
    """
    formulas = _inspect(data)
    try:
        values = _load(data, data_only=True)
        return values, (_load(data, data_only=False) if formulas else values)
    except Exception as error:  # a damaged file makes the XML and zip layers raise anything at all
        raise unreadable() from error


def _load(data: bytes, *, data_only: bool) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of each extension it drops
        return load_workbook(io.BytesIO(data), data_only=data_only, keep_links=False)


_UNREADABLE = "Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên."
_NOT_XLSX = (
    "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi tải lên."
)
_EMPTY = "Tệp không có nội dung (0 byte). Hãy lưu lại tệp bằng Excel rồi tải lên."
_ENCRYPTED = "Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel, lưu lại rồi tải lên."
_UNSAFE = (
    "Tệp có nội dung không an toàn ({}) nên không được mở. Hãy chép bảng sang tệp .xlsx mới rồi tải lên."
)
_TOO_LARGE = "Tệp quá lớn ({}). Hãy chỉ giữ lại trang có biểu, bỏ hình ảnh và các trang khác."


def unreadable() -> WorkbookRefusedError:
    return WorkbookRefusedError("file-unreadable", _UNREADABLE)


def _unsafe(what: str) -> WorkbookRefusedError:
    return WorkbookRefusedError("file-unsafe", _UNSAFE.format(what))


def _too_large(what: str) -> WorkbookRefusedError:
    return WorkbookRefusedError("file-too-large", _TOO_LARGE.format(what))


def _inspect(data: bytes) -> bool:
    """Refuse before any XML is parsed; true where a sheet holds formulas."""
    if not data:
        raise WorkbookRefusedError("file-not-a-workbook", _EMPTY)
    if len(data) > MAX_BYTES:
        raise _too_large("trên 5 MB")
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        code, message = ("file-encrypted", _ENCRYPTED) if encrypted else ("file-not-a-workbook", _NOT_XLSX)
        raise WorkbookRefusedError(code, message)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # besides BadZipFile whatever a broken directory leads to
        if data.startswith(b"PK"):
            raise unreadable() from error
        raise WorkbookRefusedError("file-not-a-workbook", _NOT_XLSX) from error
    with archive:
        _check_entries(archive.infolist())
        return _check_parts(archive)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefusedError("file-encrypted", _ENCRYPTED)
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise WorkbookRefusedError("file-not-a-workbook", _NOT_XLSX)
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large("bung ra trên 24 MB")
    for entry in entries:
        if entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise _unsafe("nén bất thường")
        if entry.filename.lower().endswith("vbaproject.bin"):
            raise _unsafe("macro")


def _check_parts(archive: zipfile.ZipFile) -> bool:
    """Every part counts, whatever its name says it is: a sheet may go by any name."""
    cost = _Cost()
    for entry in archive.infolist():
        try:
            part = archive.read(entry)
        except Exception as error:  # zlib, CRC, unsupported methods: all of it a damaged file
            raise unreadable() from error
        if not entry.filename.lower().endswith(_PICTURES):
            _check_text(part)
        if entry.filename == "[Content_Types].xml" and b"macroEnabled" in part:
            raise _unsafe("macro")
        cost.add(part)
    return cost.formulas


def _check_text(part: bytes) -> None:
    """XML that declares entities, or in an encoding in which that could not be seen."""
    if _DECLARATION.search(part) or b"\0" in part[:100] or b"utf-7" in part[:100].lower():
        raise _unsafe("khai báo thực thể XML")


class _Cost:
    """What parsing the parts read so far would take."""

    def __init__(self) -> None:
        self.tags = self.cells = self.strings = self.area = 0
        self.formulas = False

    def add(self, part: bytes) -> None:
        """Raises WorkbookRefusedError as soon as one of the sums passes its limit."""
        self.tags += part.count(b"<")
        if self.tags > MAX_TAGS:
            raise _too_large("quá nhiều nội dung")
        self.cells += sum(1 for _ in _CELL.finditer(part))
        if self.cells > MAX_CELLS:
            raise _too_large("trên 250.000 ô")
        self.strings += sum(1 for _ in _STRING.finditer(part))
        if self.strings > MAX_STRINGS:
            raise _too_large("quá nhiều chữ")
        self.area += sum(_areas(part))
        if self.area > MAX_AREA:
            raise WorkbookRefusedError(
                "file-too-large", "Tệp có ô gộp quá rộng. Hãy chỉ gộp các ô trong bảng rồi tải lên."
            )
        self.formulas = self.formulas or bool(_FORMULA.search(part))


def _areas(part: bytes) -> Iterator[int]:
    """How many cells each range covers."""
    for found in _RANGE.finditer(part):
        text = html.unescape(found[1].decode("utf-8", "replace"))
        try:
            left, top, right, bottom = (int(side or 0) for side in range_boundaries(text))
        except (ValueError, TypeError) as error:
            raise unreadable() from error
        yield (right - left + 1) * (bottom - top + 1)
