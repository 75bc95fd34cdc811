"""Papers on standard input → PDF files, or where their pages begin, on standard output: ``python -m``.

A process of its own: WeasyPrint keeps the memory it once took, and a strange document may want much of it;
so it lives only as long as one request and inside a bound.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from .papers import from_data
from .press import Press

MEMORY = 1024**3  # bytes of address space
LIBRARIES_MISSING = 3  # exit code
PDF, FILES, LAYOUTS = "pdf", "files", "layouts"  # what may be wanted: one file, a file of each paper, pages


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.disable()  # saves a sixth of the time; the process ends before memory could matter
    try:
        press = Press()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return LIBRARIES_MISSING
    request = sys.stdin.buffer.read()
    if request:  # else whoever might have wanted a document is gone
        sys.stdout.buffer.write(_answer(press, json.loads(request)))
    return 0


def _answer(press: Press, request: dict[str, Any]) -> bytes:
    papers = [from_data(data) for data in request["papers"]]
    if request["want"] == PDF:
        return press.pdf(papers)
    if request["want"] == FILES:
        return _bound([press.pdf([paper]) for paper in papers])
    layouts = [press.layouts(paper) for paper in papers]
    told = [[layout and asdict(layout) for layout in found] for found in layouts]
    return json.dumps(told).encode()


def _bound(files: Sequence[bytes]) -> bytes:
    """The files one behind the other below a line that says how long each is."""
    sizes = json.dumps([len(file) for file in files])
    return b"".join([sizes.encode(), b"\n", *files])


def unbound(answer: bytes) -> Iterator[bytes]:
    sizes, _, rest = answer.partition(b"\n")
    for size in json.loads(sizes):
        yield rest[:size]
        rest = rest[size:]


if __name__ == "__main__":
    sys.exit(main())
