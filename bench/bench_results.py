"""Server time of the pages of results at Sơn La's size: ``python -m bench.bench_results``. Aim: p95 < 150 ms.

188 communes × 19 criteria and 57 indicators × 5 periods, three steps of the last one, a period of the next
tier (19 and 75), every level confirmed, targets for every commune, all made up and entered through the one
writer, so that the history is as long as it would be. Works
on a database of its own in a temporary folder, or on the empty database that ``DATABASE_URL`` names.
Besides the time by the clock it tells the processor time, which other work on the machine does not lengthen.
"""

import statistics
import time
from datetime import date
from typing import Any

from bench.demo_site import client_of, demo_site, machine, say

RUNS = 30
TODAY = date(2023, 6, 20)
TEXTS = {"criterion": "1 0 CB 1 1", "boolean": "1 0 1 KA 1", "percentage": "45/60_Đ 87,5 99_Đ 70_CĐ 12/40"}
PERIODS = [(2021, 6), (2021, 12), (2022, 6), (2022, 12), (2023, 6)]


def main() -> None:
    with demo_site():
        _measure()


def _measure() -> None:
    start = time.perf_counter()
    rows = _fill()
    say(f"{machine()}; {rows} results entered in {time.perf_counter() - start:.0f} s")
    for username in ("sonla.vanphong", "sonla.lanhdao", "sonla.quynhnhai"):
        client = client_of(username)
        for name, path in _pages().items():
            _tell(username, name, client, path)


def _pages() -> dict[str, str]:
    period = "/ket-qua/14/ky-2023-6"
    return {
        "index": "/ket-qua/",
        "province": f"{period}/",
        "province, other step": f"{period}/?giai-doan=self",
        "workbook": f"{period}.xlsx",
        "district": f"{period}/huyen/118/",
        "commune": f"{period}/xa/03706/",
        "commune unfolded": f"{period}/xa/03706/?mo=het",
        "nearly there": f"{period}/gan-dat/?thieu=het",
        "nearly, workbook": f"{period}/gan-dat.xlsx?thieu=het",
    }


def _tell(username: str, name: str, client: Any, path: str) -> None:
    answer = client.get(path)  # templates are compiled once
    assert answer.status_code in (200, 302), (path, answer.status_code)
    runs = [_timed(lambda: client.get(path)) for _ in range(RUNS)]
    clock, processor = (sorted(times) for times in zip(*runs, strict=True))
    say(f"{username:<16} {name:<20} {_told(clock)}; processor {_told(processor)}; {len(answer.content):6} B")


def _told(times: list[float]) -> str:
    p95 = times[int(0.95 * RUNS) - 1]
    return f"median {statistics.median(times) * 1000:3.0f} ms, p95 {p95 * 1000:3.0f} ms"


def _fill() -> int:
    """Returns how many results were entered."""
    from communes.models import Province
    from criteria.models import CriteriaSet, Threshold

    province = Province.objects.get(code="14")
    criteria_set = CriteriaSet.objects.get(code="xa-ntm-2021-2025")
    Threshold.objects.update(provenance=Threshold.Provenance.VERIFIED)
    entered = 0
    for year, month in PERIODS:
        period = _make_period(province, criteria_set, year, month)
        last = (year, month) == PERIODS[-1]
        for stage in ("district", "self", "province") if last else ("district",):
            entered += _enter(period, stage)
    _set_targets(province, criteria_set, period)
    advanced = CriteriaSet.objects.get(code="xa-ntm-nang-cao-2021-2025")
    return entered + _enter(_make_period(province, advanced, *PERIODS[-1], code="nang-cao"), "district")


def _make_period(province: Any, criteria_set: Any, year: int, month: int, code: str = "ky") -> Any:
    from criteria.models import ReportingPeriod

    return ReportingPeriod.objects.create(
        province=province,
        code=f"{code}-{year}-{month}",
        name=f"6 tháng {'đầu' if month == 6 else 'cuối'} năm {year}",
        kind="half_year",
        criteria_set=criteria_set,
        first_day=date(year, month - 5, 1),
        last_day=date(year, month, 14),
        opens_on=date(year, month, 1),
        due_on=date(year, month, 25),
        official_stage="district",
    )


def _enter(period: Any, stage: str) -> int:
    from accounts.services import system_user
    from criteria.domain.works import Work
    from criteria.services.results import Edit, save_edits
    from criteria.services.sheets import communes_of, open_sheet

    sheet, user, entered = open_sheet(period, stage), system_user(), 0
    for number, commune in enumerate(communes_of(period)):
        edits = []
        for place, (key, measure) in enumerate(sheet.measures.items()):
            texts = TEXTS.get(measure.kind, "12_Đ 30_CĐ 4").split()
            text = texts[(number * 7 + place) % len(texts)].replace("_", " ")
            works = (Work("Cứng hóa đường liên bản"), Work("Làm nhà", 3, "nhà")) if place % 9 == 0 else None
            edits.append(Edit(commune.pk, key, 0, text="" if measure.kind == "level" else text, works=works))
        entered += sum(
            one.status == "saved" for one in save_edits(sheet=sheet, user=user, edits=edits, today=TODAY)
        )
    return entered


def _set_targets(province: Any, criteria_set: Any, period: Any) -> None:
    from criteria.services.sheets import communes_of
    from plans.models import Annex, CommuneTarget, Plan

    plan = Plan.objects.create(
        province=province,
        slug="do-thoi-gian",
        number="1/KH-UBND",
        date=date(2023, 7, 8),
        title="Đo thời gian",
        issuer="Ủy ban nhân dân tỉnh",
        units_date=period.last_day,
        first_year=2021,
        last_year=2025,
        baseline_year=2020,
        criteria_set=criteria_set,
    )
    Annex.objects.create(plan=plan, code="criteria-matrix", label="Biểu số 02", title="Mục tiêu", position=2)
    CommuneTarget.objects.bulk_create(
        CommuneTarget(
            plan=plan, commune=commune, criterion=criterion, year=2025, met=(number + place) % 4 > 0
        )
        for number, commune in enumerate(communes_of(period))
        for place, criterion in enumerate(criteria_set.criteria.all())
    )


def _timed(act: Any) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
