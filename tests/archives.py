"""Workbooks with their insides changed."""

import io
import zipfile
from collections.abc import Callable, Mapping

SHEET = "xl/worksheets/sheet1.xml"


def repack(
    data: bytes,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    *,
    drop: tuple[str, ...] = (),
    add: Mapping[str, bytes] | None = None,
) -> bytes:
    """The archive with parts changed, left out and added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name not in drop:
                target.writestr(name, (change or {}).get(name, lambda same: same)(part))
        for name, part in (add or {}).items():
            target.writestr(name, part)
    return out.getvalue()


def zip_of(**parts: bytes) -> bytes:
    """A new archive; a double underscore in a name stands for a slash, a single one for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, part in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), part)
    return out.getvalue()
