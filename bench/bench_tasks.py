"""Inspections of 188 communes in five plans: ``python -m bench.bench_tasks``. Aim: pages p95 < 150 ms.

Five steps a commune as Sơn La's Biểu số 04 prints them, 4,700 tasks in all, the plans of single years.
"""

import os
import statistics
import time

from bench.demo_site import client_of, demo_site, machine, say

RUNS, YEARS = 20, range(2021, 2026)
STAFF = "sonla.vanphong"
APPRAISAL = (
    "Tổ chức Thẩm định: - Thành phần: Tổ Công tác. - Nội dung: Thẩm định. - Thời gian: trước ngày 01/12/{}."
)
RECOGNITION = (
    "Công bố: - Trình ban hành Quyết định công nhận: trước ngày 10/12/{0}. - Công bố: trước ngày 31/12/{0}."
)
PAGES = {
    "all plans": "/nhiem-vu/",
    "overdue": "/nhiem-vu/?loc=qua-han",
    "one plan": "/ke-hoach/son-la-2023-176/nhiem-vu/",
    "one quarter": "/nhiem-vu/?quy=2023-4",
    "first page": "/",
}


def main() -> None:
    os.environ.pop("DATABASE_URL", None)
    with demo_site():
        say(machine())
        say(f"project      {_project() * 1000:5.0f} ms")
        client = client_of(STAFF)
        for name, path in PAGES.items():
            client.get(path)  # templates are compiled once
            times = sorted(_timed(path, client) for _ in range(RUNS))
            middle, p95 = statistics.median(times), times[int(0.95 * RUNS) - 1]
            say(f"{name:<12} median {middle * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms")


def _timed(path, client) -> float:
    start = time.perf_counter()
    assert client.get(path).status_code == 200
    return time.perf_counter() - start


def _project() -> float:
    """Makes the tasks of every plan; seconds it took for one."""
    from plans.domain.table import AnnexTable
    from plans.models import Annex, Plan
    from plans.services.project_tasks import project_inspections
    from plans.services.tables import index_of

    base, taken = Plan.objects.get(slug="son-la-2023-176"), []
    for year in YEARS:
        plan = base if year == base.first_year else _plan_of(base.pk, year)
        annex, _ = Annex.objects.get_or_create(
            plan=plan, code="inspection-schedule", defaults={"label": "Biểu số 04", "position": 4}
        )
        rows = [_row(place, unit, year) for place, unit in enumerate(index_of(annex).communes_of(None), 1)]
        start = time.perf_counter()
        project_inspections(annex, AnnexTable(tuple(rows)))
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _plan_of(pk, year):
    from plans.models import Plan

    plan = Plan.objects.get(pk=pk)
    plan.pk, plan.slug, plan.number = None, f"son-la-{year}-1", f"1.{year}/KH-UBND"
    plan.first_year = plan.last_year = year
    plan.save()
    return plan


def _row(place, unit, year):
    from plans.domain.table import Cell, Row, RowKind

    texts = {
        "name": unit.title,
        "check_1": f"Kiểm tra quý III/{year}",
        "check_2": f"Kiểm tra quý IV/{year}",
        "appraisal": APPRAISAL.format(year),
        "recognition": RECOGNITION.format(year),
    }
    return Row(RowKind.ITEM, unit, {key: Cell(text, text) for key, text in texts.items()}, line=f"I.{place}")


if __name__ == "__main__":
    main()
