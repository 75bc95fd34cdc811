"""Thirty people writing in one district at once: ``script/with_postgres.py python -m bench.bench_writers``.

The server runs as in script/server (two workers of four threads); each writer is a user with a log-in and
connections of its own, and sends three cells at a time: two of its own and one that all write. Twice: all at
the same moment, round by round, and each with a second between two saves, as people type. Proves that no
update is lost: every write is stored or told as a conflict, and versions and history add up. Aim: p95 under
500 ms. Works on DATABASE_URL's empty database, or on SQLite in a temporary folder.
"""

import http.client
import io
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

WRITERS, ROUNDS = 30, 10
PERIOD, STAGE, DISTRICT = "6-thang-2022", "district", "102"
SHARED = "c1"
SHARES = ("17.1", "17.2", "17.6", "17.7", "17.8", "17.9", "17.10", "17.11", "17.12")  # written in per cent
TOKEN = "a" * 32


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NTM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "ntm.settings"}
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection

    for command in (("migrate", "--verbosity=0"), ("load_reference",), ("load_demo",)):
        call_command(*command, stdout=io.StringIO())
    call_command("collectstatic", "--noinput", "--verbosity=0")
    writers = _writers()
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    _say(f"{machine}, {connection.vendor}, {WRITERS} writers, {ROUNDS} saves each")
    with _server() as port:
        _in_rounds(writers, port)  # both processes have imported and compiled all by then
        for name, run in (("all at one moment", _in_rounds), ("a second between", _with_pauses)):
            times = run(writers, port)
            p50, p95 = statistics.median(times), times[int(0.95 * len(times)) - 1]
            told = ", ".join(f"{word} {took * 1000:.0f} ms" for word, took in _named(p50, p95, times[-1]))
            _say(f"{name}: {told}")
    _prove(writers)


def _named(*times: float):
    return zip(("p50", "p95", "max"), times, strict=True)


class Writer:
    """One person at the grid: knows the versions seen, and on a conflict takes the stored one and insists."""

    def __init__(self, number: int, session: str, communes: list[str]) -> None:
        round_of, place = divmod(number, len(communes))
        own = communes[place]
        self.cells = [(own, f"c{round_of + 2}"), (own, f"i{SHARES[round_of]}"), (communes[0], SHARED)]
        self.versions = dict.fromkeys(self.cells, 0)
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }
        self.dice = random.Random(number)
        self.told: Counter[tuple[tuple[str, str], str]] = Counter()

    def save(self, port: int) -> float:
        """Sends the three cells; how long the answer took."""
        edits = [
            {"commune": commune, "key": key, "version": self.versions[commune, key], "text": self._text(key)}
            for commune, key in self.cells
        ]
        start = time.perf_counter()
        path = f"/nhap-lieu/11/{PERIOD}/{STAGE}/luu/"
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("POST", path, json.dumps({"edits": edits}), self.headers)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        took = time.perf_counter() - start
        if answer.status != 200:
            raise SystemExit(f"{answer.status}: {body[:300]!r}")
        for outcome in json.loads(body)["outcomes"]:
            cell = outcome["commune"], outcome["key"]
            self.versions[cell] = outcome["version"]
            self.told[cell, outcome["status"]] += 1
        return took

    def _text(self, key: str) -> str:
        if key.startswith("c"):
            return self.dice.choice(("0", "1", "CB", "KA"))
        return f"{self.dice.randint(10, 99)},{self.dice.randint(1, 9)}"


def _writers() -> list[Writer]:
    """District officers made for this, each logged in."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import Membership, Role, User
    from communes.models import District
    from criteria.models import ReportingPeriod
    from criteria.services.sheets import communes_of

    settings.ALLOWED_HOSTS = ["testserver"]
    district = District.objects.get(code=DISTRICT)
    period = ReportingPeriod.objects.select_related("province").get(code=PERIOD)
    communes = [row.code for row in communes_of(period) if row.district_id == district.pk]
    writers = []
    for number in range(WRITERS):
        user = User.objects.create(
            username=f"writer{number:02}", full_name=f"Người {number:02}", is_demo=True
        )
        Membership.objects.create(
            user=user, role=Role.DISTRICT_OFFICER, province=district.province, district=district
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        writers.append(Writer(number, session, communes))
    return writers


@contextmanager
def _server():
    """The port of a server set up as script/server does it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "ntm.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen([*command, "--no-control-socket"])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def _in_rounds(writers: list[Writer], port: int) -> list[float]:
    """All thirty send at the same moment, ROUNDS times."""
    barrier = Barrier(len(writers))

    def run(writer: Writer) -> list[float]:
        times = []
        for _ in range(ROUNDS):
            barrier.wait()
            times.append(writer.save(port))
        return times

    return _together(run, writers)


def _with_pauses(writers: list[Writer], port: int) -> list[float]:
    def run(writer: Writer) -> list[float]:
        times = []
        for _ in range(ROUNDS):
            time.sleep(writer.dice.uniform(0.5, 1.5))
            times.append(writer.save(port))
        return times

    return _together(run, writers)


def _together(run, writers: list[Writer]) -> list[float]:
    with ThreadPoolExecutor(len(writers)) as pool:
        return sorted(took for times in pool.map(run, writers) for took in times)


def _prove(writers: list[Writer]) -> None:
    """Each stored write raised its cell's version by one and stands in the history, each in its place."""
    from accounts.models import FigureChange
    from criteria.models import Result

    told: Counter[str] = Counter()
    stored: Counter[tuple[str, str]] = Counter()
    for writer in writers:
        for (cell, status), times in writer.told.items():
            told[status] += times
            stored[cell] += times if status == "saved" else 0
    of_period = Result.objects.filter(period__code=PERIOD, stage=STAGE)
    versions = {(code, key): n for code, key, n in of_period.values_list("commune__code", "key", "version")}
    chains: dict[tuple[str, str], list[tuple[str, str]]] = {}
    changes = FigureChange.objects.filter(subject=f"result/11/{PERIOD}/{STAGE}").order_by("pk")
    for code, key, old, new in changes.values_list("commune__code", "key", "old", "new"):
        chains.setdefault((code, key), []).append((old, new))
    broken = [
        cell
        for cell, times in stored.items()
        if times and (versions[cell] != times or len(chains[cell]) != times or not _follows(chains[cell]))
    ]
    sent = WRITERS * ROUNDS * 3 * 3
    _say(f"{sent} writes: {', '.join(f'{times} {status}' for status, times in sorted(told.items()))}")
    if broken or sum(told.values()) != sent or not set(told) <= {"saved", "same", "conflict"}:
        raise SystemExit(f"LOST UPDATES: {broken or told}")
    _say(f"no update lost: {sum(stored.values())} stored, as many versions and history rows, chains unbroken")


def _follows(chain: list[tuple[str, str]]) -> bool:
    olds, news = [""], []
    for old, new in chain:
        news.append(old)
        olds.append(new)
    return olds[:-1] == news


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
