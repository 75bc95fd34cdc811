"""PDF files, made by a process of their own and kept by content in the cache ``documents``."""

import atexit
import hashlib
import json
import logging
import os
import platform
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from ctypes.util import find_library
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.cache import caches

from .domain.write.pagination import Layout
from .domain.write.papers import Paper, to_data
from .domain.write.pdf import FILES, LAYOUTS, LIBRARIES_MISSING, PDF, unbound
from .domain.write.press import STYLESHEETS

SECONDS = 60
PROGRAM = "plans.domain.write.pdf"

_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
_FONTS = ("Liberation Serif", "Times New Roman")
_LETTER = "1eb2"  # Ẳ: version 1 of Liberation has no such letters
# What the program needs of the environment; keys and passwords stay here.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "LD_LIBRARY_PATH", "TMPDIR")

log = logging.getLogger(__name__)


class PdfError(Exception):
    """There is no PDF; the text says in Vietnamese why, and what to do."""


class PdfUnavailableError(PdfError):
    """This machine lacks libraries or fonts."""


def make_pdf(*papers: Paper) -> bytes:
    """One file of the papers, each with pages numbered from 1. Raises PdfError."""
    return _kept(PDF, papers)


def make_pdfs(*papers: Paper) -> list[bytes]:
    """A file of each paper, all of them in one go. Raises PdfError."""
    return list(unbound(_kept(FILES, papers)))


def find_layouts(*papers: Paper) -> list[list[Layout | None]]:
    """For each paper where its tables' pages begin; None for a table with lines higher than a page.

    Raises PdfError.
    """
    told = json.loads(_kept(LAYOUTS, papers))
    return [[layout and _layout(layout) for layout in found] for found in told]


def _layout(told: dict[str, list[Any]]) -> Layout:
    return Layout(*(tuple(told[name]) for name in ("starts", "heights", "slack", "head")))


def render_pdf(*papers: Paper) -> bytes:
    """As ``make_pdf``, always anew."""
    return render(_request(PDF, papers))


def _request(want: str, papers: Sequence[Paper]) -> str:
    return json.dumps({"want": want, "papers": [to_data(paper) for paper in papers]})


def _kept(want: str, papers: Sequence[Paper]) -> bytes:
    request = _request(want, papers)
    key = _key(request)
    answer: bytes | None = caches["documents"].get(key)
    if answer is None:
        answer = render(request)
        caches["documents"].set(key, answer)
    return answer


def render(request: str) -> bytes:
    """The answer of the PDF program, always anew. Raises PdfError."""
    if not has_fonts():
        raise PdfUnavailableError(install_hint())
    try:
        done = _run(request)
    except subprocess.TimeoutExpired:
        raise PdfError(f"Tạo PDF quá {SECONDS} giây nên đã dừng. Hãy tải bản Excel để in.") from None
    if done.returncode == LIBRARIES_MISSING:
        raise PdfUnavailableError(install_hint())
    if done.returncode:
        log.error("PDF program ended with %s: %s", done.returncode, done.stderr.decode(errors="replace"))
        raise PdfError("Không tạo được PDF. Hãy tải bản Excel để in và báo người quản trị xem nhật ký.")
    return done.stdout


def missing_packages() -> list[str]:
    """The Debian packages a PDF needs and this machine lacks."""
    packages = [package for name, package in _LIBRARIES.items() if not find_library(name)]
    return packages if has_fonts() else [*packages, _font_package()]


def has_fonts() -> bool:
    """Whether there is a Times face with Vietnamese letters."""
    lister = shutil.which("fc-list")
    if not lister:
        return False
    patterns = (f":family={font}:charset={_LETTER}" for font in _FONTS)
    return any(
        subprocess.run([lister, pattern], capture_output=True, check=False).stdout for pattern in patterns
    )


def install_hint() -> str:
    packages = " ".join([*_LIBRARIES.values(), _font_package()])
    return (
        "Máy chủ chưa có thư viện hoặc phông chữ để tạo PDF. Người quản trị cần chạy: "
        f"sudo apt-get install --no-install-recommends {packages}"
    )


# A program that waits for its document: its start is about a quarter of the time. It makes one document and
# ends; when this process ends, its input does too, and with that the program.
_waiting: list[subprocess.Popen[bytes]] = []
_lock = threading.Lock()


def _run(request: str) -> subprocess.CompletedProcess[bytes]:
    program = _take()
    try:
        output, errors = program.communicate(request.encode(), timeout=SECONDS)
    except subprocess.TimeoutExpired:
        _end(program)
        raise
    return subprocess.CompletedProcess(program.args, program.returncode, output, errors)


def _take() -> subprocess.Popen[bytes]:
    with _lock:
        program = _waiting.pop() if _waiting else _start()
        _waiting.append(_start())
    if program.poll() is None:
        return program
    _end(program)
    return _start()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )


def _end(program: subprocess.Popen[bytes]) -> None:
    program.kill()
    program.communicate()


@atexit.register
def _dismiss() -> None:
    while _waiting:
        _end(_waiting.pop())


def _key(request: str) -> str:
    looks = (path.read_bytes() for path in STYLESHEETS)
    parts = (request.encode(), *looks, version("weasyprint").encode())
    return "pdf-" + hashlib.sha256(b"\0".join(parts)).hexdigest()


def _font_package() -> str:
    """Debian 12 keeps the old faces under the plain name."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    old = (release.get("ID"), release.get("VERSION_ID")) in (("debian", "12"), ("ubuntu", "22.04"))
    return "fonts-liberation2" if old else "fonts-liberation"
