"""Time of an upload of a full matrix: ``python -m bench.bench_preview``. Aim: preview of 115 rows < 1 s.

The workbook is Điện Biên's Biểu 02 with district rows and a total; all 115 communes have made-up marks. Works
on a database of its own in a temporary folder, or on DATABASE_URL's server, in a transaction that is undone.
"""

import io
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

RUNS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NTM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "ntm.settings"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", verbosity=0)
        with transaction.atomic():
            _measure()
            transaction.set_rollback(True)


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection

    from accounts.services import system_user
    from plans.models import Annex
    from plans.services.plans import load_seed_plans

    call_command("load_reference", stdout=io.StringIO())
    load_seed_plans()
    annex = Annex.objects.get(plan__slug="dien-bien-2022-1986", code="criteria-matrix")
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    _say(f"{machine}, {connection.vendor}")
    books = [_workbook(annex, shift) for shift in range(RUNS + 1)]
    _measure_previews(annex, system_user(), books[0])
    _measure_storing(annex, system_user(), books)
    _say(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure_previews(annex: Any, user: Any, data: bytes) -> None:
    from plans.domain.read import read_workbook
    from plans.services.uploads import preview

    _tell("read the workbook", [_timed(lambda: read_workbook(data)) for _ in range(RUNS)])
    counts = preview(annex, data, user).counts
    _tell(
        f"preview, {counts['new']} new rows",
        [_timed(lambda: preview(annex, data, user)) for _ in range(RUNS)],
    )


def _measure_storing(annex: Any, user: Any, books: list[bytes]) -> None:
    """Each workbook changes every row that the one before it stored."""
    from plans.services.uploads import confirm_upload, preview, receive_upload

    receiving, confirming = [], []
    for number, data in enumerate(books):
        started = time.perf_counter()
        upload, found = receive_upload(annex=annex, user=user, name=f"{number}.xlsx", data=data)
        receiving.append(time.perf_counter() - started)
        confirming.append(
            _timed(
                lambda upload=upload, found=found: confirm_upload(
                    upload=upload, user=user, digest=found.digest
                )
            )
        )
    _tell("receive: keep the file, preview, note", receiving[1:])
    _tell("confirm: preview again, store, history", confirming[1:])
    again = books[-1]
    _tell("preview, nothing new", [_timed(lambda: preview(annex, again, user)) for _ in range(RUNS)])


def _workbook(annex: Any, shift: int) -> bytes:
    """The blank template with marks, no two neighbours alike; ``shift`` turns them round."""
    from openpyxl import load_workbook

    from accounts.services import system_user
    from plans.services.output import make_template

    book = load_workbook(io.BytesIO(make_template(annex, system_user(), blank=True)))
    for row in book.active.iter_rows(min_row=8):
        if str(row[1].value).startswith("Xã "):
            for place, cell in enumerate(row[2:21]):
                cell.value = (1, 0, 1, None, 1)[(row[0].row + place + shift) % 5]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _tell(what: str, times: list[float]) -> None:
    _say(f"{what:<40} median {statistics.median(times):.2f} s, worst {max(times):.2f} s")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
