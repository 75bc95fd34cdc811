"""Server time and size of the entry grid: ``python -m bench.bench_grid``.

Aims: a page of 20 communes × 19 criteria or × 57 indicators < 100 ms and < 300 kB, a save < 50 ms. Every cell
is stored in this period and in the last one. Works on a database of its own in a temporary folder, or on
DATABASE_URL's server, in a transaction that is undone.
"""

import gzip
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

RUNS = 30
COMMUNES = 20
DAY = date(2022, 6, 20)
TEXTS = {"percentage": "45/60 Đ", "level": "Loại B; Đ", "count": "12", "criterion": "1", "boolean": "1"}


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
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from accounts.models import User
    from accounts.services import create_demo_users

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("load_reference", stdout=io.StringIO())
    create_demo_users()
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    _say(f"{machine}, {connection.vendor}")
    sheet, communes = _fill()
    client = Client()
    client.force_login(User.objects.get(username="dienbien.vanphong"))
    path = f"/nhap-lieu/11/{sheet.period.code}/district"
    chosen = "&".join(f"xa={commune.code}" for commune in communes)
    for name, query in (
        ("19 criteria", ""),
        ("57 indicators", "&bang=tat-ca"),
        ("empty filter", "&loc=trong"),
    ):
        _measure_page(client, name, f"{path}/luoi/?{chosen}{query}")
    _measure_page(client, "panel", f"{path}/o/{communes[0].code}/c17/")
    _measure_saves(client, f"{path}/luu/", communes)


def _fill() -> tuple[Any, list[Any]]:
    """Two periods with every cell of the communes stored, and history of it."""
    from accounts.services import system_user
    from communes.models import Province
    from criteria.models import CriteriaSet, ReportingPeriod
    from criteria.services.results import Edit, save_edits
    from criteria.services.sheets import communes_of, open_sheet

    given = {
        "province": Province.objects.get(code="11"),
        "criteria_set": CriteriaSet.objects.get(code="xa-ntm-2021-2025"),
        "opens_on": date(2022, 1, 1),
        "due_on": date(2022, 6, 25),
        "first_day": date(2021, 12, 15),
        "official_stage": "district",
    }
    for code, last_day in (("quy-1", date(2022, 3, 14)), ("6-thang", date(2022, 6, 14))):
        period = ReportingPeriod.objects.create(
            code=code, name=code, kind="quarter", last_day=last_day, **given
        )
        sheet = open_sheet(period, "district")
        communes = list(communes_of(period)[:COMMUNES])
        edits = [
            Edit(commune.pk, key, 0, text=TEXTS.get(measure.kind, "45,5"))
            for commune in communes
            for key, measure in sheet.measures.items()
        ]
        started = time.perf_counter()
        save_edits(sheet=sheet, user=system_user(), edits=edits, today=DAY)
        _say(
            f"{f'save_edits of {len(edits)} new cells':<28} {(time.perf_counter() - started) * 1000:6.0f} ms"
        )
    return sheet, communes


def _measure_page(client: Any, name: str, path: str) -> None:
    body = client.get(path).content  # templates are compiled once
    times = [_timed(lambda: client.get(path)) for _ in range(RUNS)]
    size = f"{len(body) / 1000:.0f} kB, {len(gzip.compress(body)) / 1000:.0f} kB zipped"
    _tell(name, times, f"{size}, {body.count(b'<input value')} inputs")


def _measure_saves(client: Any, path: str, communes: list[Any]) -> None:
    """One cell; a block of 20 × 19; each time with other texts."""
    one = [(communes[0].code, "c1")]
    block = [(commune.code, f"c{number}") for commune in communes for number in range(1, 20)]
    versions = dict.fromkeys(block, 1)
    for name, cells in (("save of 1 cell", one), (f"save of {len(block)} cells", block)):
        times = []
        for turn in range(RUNS):
            edits = [
                {"commune": commune, "key": key, "version": versions[commune, key], "text": "01"[turn % 2]}
                for commune, key in cells
            ]
            body = json.dumps({"edits": edits})
            started = time.perf_counter()
            answer = client.post(path, body, content_type="application/json")
            times.append(time.perf_counter() - started)
            told = {outcome["status"] for outcome in answer.json()["outcomes"]}
            assert told <= {"saved", "same"}, told
            for outcome in answer.json()["outcomes"]:
                versions[outcome["commune"], outcome["key"]] = outcome["version"]
        _tell(name, times)


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _tell(what: str, times: list[float], more: str = "") -> None:
    middle, p95 = statistics.median(times) * 1000, sorted(times)[int(0.95 * len(times)) - 1] * 1000
    _say(f"{what:<28} median {middle:5.0f} ms, p95 {p95:5.0f} ms  {more}".rstrip())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
