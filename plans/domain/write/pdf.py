"""HTML on standard input → PDF on standard output, for a process of its own: ``python -m``.

WeasyPrint keeps the memory it once took, and a strange document may want much of it; so it lives only as
long as one document and inside a bound.
"""

import gc
import resource
import sys
from pathlib import Path

STYLESHEET = Path(__file__).with_name("annex.css")
MEMORY = 1024**3  # bytes of address space
LIBRARIES_MISSING = 3  # exit code


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    gc.disable()  # saves a sixth of the time; the process ends before memory could matter
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:  # Pango or one of its kin cannot be loaded
        sys.stderr.write(f"{error}\n")
        return LIBRARIES_MISSING
    nothing = URLFetcher(allowed_protocols=())  # a document brings all it needs
    html = sys.stdin.buffer.read().decode()
    if not html:  # whoever might have wanted a document is gone
        return 0
    document = HTML(string=html, url_fetcher=nothing)
    pdf = document.write_pdf(stylesheets=[CSS(STYLESHEET)], pdf_variant="pdf/a-2u")
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
