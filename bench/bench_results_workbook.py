"""Time of a whole province's results as one workbook: ``python -m bench.bench_results_workbook``.

200 communes × 57 indicators, every cell filled: template, preview, storing, storing again with every value
changed; then the same 11,400 values as flat rows through django-import-export with a plain ModelResource, in
the same process. Aims: preview < 2 s, storing < 1 s. Works on a database of its own in a temporary folder, or
on DATABASE_URL's server, in a transaction that is undone.
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
from datetime import date
from typing import Any

Times = tuple[float, float]  # by the clock, and of the processor: others may be at work on the machine

RUNS = 5
DISTRICTS, COMMUNES = 10, 20
DAY = date(2022, 6, 20)


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
    from django.db import connection, transaction

    from accounts.services import system_user
    from plans.services.result_output import make_result_template
    from plans.services.results import kept, results_annex

    period = _make_period()
    annex = kept(results_annex(period, "district", "commune-results-indicators"))
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    _say(f"{machine}, {connection.vendor}")
    user = system_user()
    _tell("template", [_timed(lambda: make_result_template(annex, user)) for _ in range(RUNS)])
    books = [_fill(make_result_template(annex, user, blank=True), shift) for shift in range(RUNS + 1)]
    _say(f"{DISTRICTS * COMMUNES} communes, {books[0][1]} cells, {len(books[0][0]) // 1024} kB")
    _measure_uploads(annex, user, [data for data, _ in books])
    with transaction.atomic():
        _measure_import_export(period, user)
        transaction.set_rollback(True)
    _say(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _measure_uploads(annex: Any, user: Any, books: list[bytes]) -> None:
    """Each workbook changes every cell that the one before it stored."""
    from plans.services.uploads import confirm_upload, preview, receive_upload

    previewing, confirming = [], []
    for number, data in enumerate(books):
        previewing.append(_timed(lambda data=data: preview(annex, data, user, today=DAY)))
        upload, found = receive_upload(annex=annex, user=user, name=f"{number}.xlsx", data=data, today=DAY)
        confirming.append(
            _timed(
                lambda upload=upload, found=found: confirm_upload(
                    upload=upload, user=user, digest=found.digest, today=DAY
                )
            )
        )
    _tell("preview, all new", previewing[:1])
    _tell("preview, all changed", previewing[1:])
    _tell("confirm (previews again), all new", confirming[:1])
    _tell("confirm (previews again), all changed", confirming[1:])
    _tell("page of the preview", [_page(annex, user, books[0]) for _ in range(3)])
    last = books[-1]
    _tell(
        "preview, nothing new", [_timed(lambda: preview(annex, last, user, today=DAY)) for _ in range(RUNS)]
    )


def _page(annex: Any, user: Any, data: bytes) -> Times:
    """The whole answer to a look at the preview of a file that changes every cell."""
    from unittest import mock

    from django.conf import settings
    from django.test import RequestFactory, override_settings

    from plans.services.uploads import receive_upload
    from plans.views.uploads import upload as view

    waiting, _ = receive_upload(annex=annex, user=user, name="x.xlsx", data=data, today=DAY)
    request = RequestFactory().get("/")
    request.user = user
    request.htmx = False
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    today = mock.patch("plans.services.uploads.localdate", lambda: DAY)
    with today, override_settings(STORAGES=settings.STORAGES | plain):
        return _timed(lambda: view(request, waiting.pk))


def _measure_import_export(period: Any, user: Any) -> None:
    """The stored values as flat rows into an empty table: a dry run, which is its preview, then for good."""
    from tablib import Dataset

    from criteria.models import Result

    flat = _flat_rows()
    Result.objects.filter(period=period).delete()
    imported = _plain_resource(period, user)
    _say(f"django-import-export, {len(flat)} flat rows, plain ModelResource:")
    data = Dataset(*flat, headers=["stage", "commune", "key", "state", "value", "level"])
    _tell("  its preview (dry run)", [_timed(lambda: _import(imported, data, dry_run=True))])
    _tell("  its import", [_timed(lambda: _import(imported, data, dry_run=False))])


def _import(imported: Any, data: Any, *, dry_run: bool) -> None:
    result = imported.import_data(data, dry_run=dry_run, raise_errors=True)
    assert result.totals["new"] == len(data)


def _flat_rows() -> list[tuple[Any, ...]]:
    from criteria.models import Result

    rows = Result.objects.values_list("stage", "commune__code", "key", "state", "value", "level")
    return [tuple("" if part is None else part for part in row) for row in rows]


def _plain_resource(period: Any, user: Any) -> Any:
    from import_export import fields, resources, widgets

    from accounts.services import open_changeset
    from communes.models import Commune
    from criteria.models import Criterion, Result

    changeset = open_changeset(user=user, channel="upload")
    criterion = Criterion.objects.filter(criteria_set=period.criteria_set).first()

    class ResultResource(resources.ModelResource):
        commune = fields.Field("commune", "commune", widgets.ForeignKeyWidget(Commune, "code"))

        class Meta:
            model = Result
            fields = ("stage", "commune", "key", "state", "value", "level")
            import_id_fields = ("stage", "commune", "key")

        def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
            instance.period, instance.changeset, instance.criterion = period, changeset, criterion

    return ResultResource()


def _make_period() -> Any:
    from pathlib import Path

    from django.conf import settings

    from communes.models import Commune, CommuneStatus, District, Province
    from criteria.models import CriteriaSet, ReportingPeriod
    from criteria.services.sets import load_criteria

    load_criteria(Path(settings.FIXTURES_DIR, "criteria"))
    first = date(2020, 1, 1)
    province = Province.objects.create(code="99", name="Thử", region="TDMNPB")
    for number in range(DISTRICTS):
        district = District.objects.create(
            province=province,
            code=f"9{number:02}",
            name=f"Mường {number}",
            type=District.Type.RURAL,
            valid_from=first,
            sort_order=number,
        )
        for place in range(COMMUNES):
            commune = Commune.objects.create(
                province=province,
                code=f"9{number:02}{place:02}",
                name=f"Nà {number} {place}",
                type=Commune.Type.COMMUNE,
                valid_from=first,
                sort_order=place,
            )
            CommuneStatus.objects.create(commune=commune, district=district, valid_from=first)
    return ReportingPeriod.objects.create(
        province=province,
        code="thu",
        name="thử",
        kind="half_year",
        criteria_set=CriteriaSet.objects.get(code="xa-ntm-2021-2025"),
        first_day=date(2022, 1, 1),
        last_day=date(2022, 6, 30),
        opens_on=date(2022, 6, 1),
        due_on=date(2022, 7, 1),
        official_stage="district",
    )


def _fill(data: bytes, shift: int) -> tuple[bytes, int]:
    """The blank template with a value in every cell, another for every shift; and how many they are."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    sheet, cells = book.worksheets[0], 0
    rules = sheet.data_validations.dataValidation
    kinds = {next(iter(rule.sqref.ranges)).min_col: rule.type for rule in rules}
    for row in sheet.iter_rows(min_row=7):
        if not str(row[1].value or "").startswith("Xã "):
            continue
        for cell in row[2:-1]:
            figure = (cell.row * 7 + cell.column * 3 + shift * 13) % 97
            cell.value = (figure + shift) % 2 if kinds.get(cell.column) == "list" else f"{figure},5"
            cells += 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), cells


def _timed(act: Callable[[], object]) -> Times:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def _tell(what: str, times: list[Times]) -> None:
    clock, processor = ([time[part] for time in times] for part in (0, 1))
    _say(
        f"{what:<40} median {statistics.median(clock):.2f} s, worst {max(clock):.2f} s "
        f"(processor {statistics.median(processor):.2f} s)"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
