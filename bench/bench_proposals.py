"""Server time of the page of proposals: ``python -m bench.bench_proposals``. Aim: p95 < 150 ms.

Sơn La's 188 communes, every indicator stated and every level confirmed. Works on a database of its own in a
temporary folder. Told are the clock and the processor time, which other work does not lengthen; and apart the
counts of the whole province when nothing has changed since, and when all of it must be judged anew.
"""

import os
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench import bench_verdicts as sample
from bench.demo_site import client_of, demo_site, machine, say, user_of

RUNS = 30
STAFF, DISTRICT, CRITERION = "sonla.vanphong", "119", "17"
SHOWN = re.compile(r'name="hien" value="([^"]*)"')


def main() -> None:
    os.environ.pop("DATABASE_URL", None)
    with demo_site():
        _measure()


def _measure() -> None:
    from django.core.cache import cache
    from django.urls import reverse

    period = sample._make_period()
    sample._confirm_levels(period)
    say(f"{machine()}; {sample._enter(period)} results stated")
    client = client_of(STAFF)
    args = [period.province.code, period.code, "district"]
    path, sheet = reverse("criteria:proposals", args=args), reverse("criteria:sheet", args=args)
    for tab in ("khac", "chua-ket-luan", "chua-co-can-cu"):
        for query in (f"huyen={DISTRICT}", f"tieuchi={CRITERION}"):
            _tell(client, f"{tab}, {query}", f"{path}?{query}&xem={tab}")
    _tell(client, "whole province", path)
    _tell(client, "whole province, anew", path, cache.clear)
    _tell(client, "sheet", sheet)
    _tell(client, "workbook", f"{path}tep/")
    _tell_acts(client, path)


def _tell(client: Any, name: str, path: str, before: Callable[[], Any] = lambda: None) -> None:
    size = len(client.get(path).content)  # templates are compiled once
    runs = []
    for _ in range(RUNS):
        before()
        runs.append(_timed(lambda: client.get(path)))
    clock, processor = (sorted(times) for times in zip(*runs, strict=True))
    middle, p95 = statistics.median(clock), clock[int(0.95 * RUNS) - 1]
    told = f"median {middle * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms"
    used = statistics.median(processor) * 1000
    say(f"{name:<28} {told}; processor {used:5.0f} ms; {size / 1024:5.0f} kB")


def _tell_acts(client: Any, path: str) -> None:
    """Takes over all of a district at one go, and gives it back."""
    from accounts.models import Changeset

    page = client.get(f"{path}?huyen={DISTRICT}&xem=chua-ket-luan").content.decode()
    sent = {"hien": SHOWN.search(page)[1], "tat-ca": "1"}
    taken, _ = _timed(lambda: client.post(f"{path}nhan/", sent))
    act = Changeset.objects.filter(user=user_of(STAFF)).latest("pk")
    given, _ = _timed(lambda: client.post(f"{path}lan/{act.pk}/lay-lai/"))
    say(f"{act.changes.count()} proposals taken over in {taken:.2f} s, given back in {given:.2f} s")


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
