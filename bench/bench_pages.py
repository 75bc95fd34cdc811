"""Server time of the pages over a matrix of 115 communes: ``python -m bench.bench_pages``. Aim: p95 < 150 ms.

Works on a database of its own in a temporary folder; all 115 communes of Điện Biên have made-up marks.
"""

import io
import os
import statistics
import time

from bench.demo_site import client_of, demo_site, machine, say, user_of

RUNS = 30
STAFF = "dienbien.vanphong"


def main() -> None:
    os.environ.pop("DATABASE_URL", None)
    with demo_site():
        _measure()


def _measure() -> None:
    pages = _fill()
    client = client_of(STAFF)
    say(machine())
    for name, path in pages.items():
        client.get(path)  # templates are compiled once
        times = sorted(_timed(lambda path=path: client.get(path)) for _ in range(RUNS))
        middle, p95 = statistics.median(times), times[int(0.95 * RUNS) - 1]
        say(f"{name:<12} median {middle * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms")


def _fill() -> dict[str, str]:
    """Bring the full matrix twice: stored once, and a changed one that waits for confirmation."""
    from plans.models import Annex
    from plans.services.uploads import confirm_upload, receive_upload

    staff = user_of(STAFF)
    annex = Annex.objects.get(plan__slug="dien-bien-2022-1986", code="criteria-matrix")
    upload, found = receive_upload(annex=annex, user=staff, name="đủ.xlsx", data=_workbook(annex, staff, 0))
    confirm_upload(upload=upload, user=staff, digest=found.digest)
    waiting, _ = receive_upload(annex=annex, user=staff, name="mới.xlsx", data=_workbook(annex, staff, 1))
    plan = "/ke-hoach/dien-bien-2022-1986"
    return {
        "home": "/",
        "summary": f"{plan}/tong-hop/",
        "district": f"{plan}/huyen/100/",
        "commune": f"{plan}/xa/03319/",
        "annex": f"{plan}/bieu/criteria-matrix/",
        "print": f"{plan}/bieu/criteria-matrix/in/",
        "template": f"{plan}/bieu/criteria-matrix/mau.xlsx",
        "preview": f"/tai-len/{waiting.pk}/",
        "uploads": "/tai-len/",
        "people": "/nguoi-dung/",
        "level sets": "/muc-dat/",
        "levels": "/muc-dat/11/xa-ntm-2021-2025/",
        "levels 75": "/muc-dat/11/xa-ntm-nang-cao-2021-2025/",
    }


def _workbook(annex, user, shift: int) -> bytes:
    from openpyxl import load_workbook

    from plans.services.output import make_template

    book = load_workbook(io.BytesIO(make_template(annex, user, blank=True)))
    for number, row in enumerate(book.active.iter_rows(min_row=8)):
        if str(row[0].value).isdecimal():
            for column in range(2, 21):
                row[column].value = (1, 0, 1, None, 1)[(number + column + shift) % 5]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _timed(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
