"""Opens an .xlsx somebody sent, after bounding what it may cost. Nothing here trusts the file's name."""

import io
import re
import warnings
import zipfile

from openpyxl import Workbook, load_workbook

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 24 * 1024 * 1024
MAX_RATIO = 60  # unpacked to packed, for parts over 1 MiB: a sheet of figures reaches about 20
MAX_PARTS = 300
MAX_CELLS = 250_000  # of one sheet: 200 communes × 57 indicators are 12,000
MAX_STRINGS = 100_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of each extension it drops
            values = load_workbook(io.BytesIO(data), data_only=True)
            return values, (load_workbook(io.BytesIO(data)) if formulas else values)
    except Exception as error:  # a damaged file makes the XML and zip layers raise anything at all
        raise WorkbookRefusedError("file-unreadable", _UNREADABLE) from error


_UNREADABLE = "Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi tải lên."
_NOT_XLSX = (
    "Đây không phải tệp Excel .xlsx. Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi tải lên."
)
_ENCRYPTED = "Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel, lưu lại rồi tải lên."
_UNSAFE = (
    "Tệp có nội dung không an toàn ({}) nên không được mở. Hãy chép bảng sang tệp .xlsx mới rồi tải lên."
)
_TOO_LARGE = "Tệp quá lớn ({}). Hãy chỉ giữ lại trang có biểu, bỏ hình ảnh và các trang khác."


def _inspect(data: bytes) -> bool:
    """Refuse before any XML is parsed; true where a sheet holds formulas."""
    if len(data) > MAX_BYTES:
        raise WorkbookRefusedError("file-too-large", _TOO_LARGE.format("trên 5 MB"))
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        code, message = ("file-encrypted", _ENCRYPTED) if encrypted else ("file-not-a-workbook", _NOT_XLSX)
        raise WorkbookRefusedError(code, message)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        broken = data.startswith(b"PK")
        code, message = ("file-unreadable", _UNREADABLE) if broken else ("file-not-a-workbook", _NOT_XLSX)
        raise WorkbookRefusedError(code, message) from error
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
        raise WorkbookRefusedError("file-too-large", _TOO_LARGE.format("bung ra trên 24 MB"))
    for entry in entries:
        if entry.file_size > 1024 * 1024 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise WorkbookRefusedError("file-unsafe", _UNSAFE.format("nén bất thường"))
        if entry.filename.lower().endswith("vbaproject.bin"):
            raise WorkbookRefusedError("file-unsafe", _UNSAFE.format("macro"))


def _check_parts(archive: zipfile.ZipFile) -> bool:
    formulas = False
    for entry in archive.infolist():
        if not entry.filename.endswith((".xml", ".rels", ".vml")):
            continue
        try:
            part = archive.read(entry)
        except Exception as error:  # zlib, CRC, unsupported methods: all of it a damaged file
            raise WorkbookRefusedError("file-unreadable", _UNREADABLE) from error
        if _DECLARATION.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise WorkbookRefusedError("file-unsafe", _UNSAFE.format("khai báo thực thể XML"))
        if entry.filename.startswith("xl/worksheets/"):
            formulas = formulas or b"<f" in part or b":f>" in part
            _bound(_CELL, part, MAX_CELLS, "trên 250.000 ô")
        elif entry.filename.endswith("sharedStrings.xml"):
            _bound(_STRING, part, MAX_STRINGS, "quá nhiều chữ")
    return formulas


def _bound(pattern: re.Pattern[bytes], part: bytes, limit: int, what: str) -> None:
    for count, _ in enumerate(pattern.finditer(part), start=1):
        if count > limit:
            raise WorkbookRefusedError("file-too-large", _TOO_LARGE.format(what))
