"""Time of proposals at Sơn La's size: ``python -m bench.bench_verdicts``. Aim: 188 communes × 57 under 1 s.

Every indicator of every commune is stated and every level confirmed, so that each cell is compared and none
is passed over; hardly two communes state the same share or amount. Works on a database of its own in a
temporary folder, or on the empty one that ``DATABASE_URL`` names. Told are the clock, the processor time,
which other work does not lengthen, how often the aim holds the time, and the memory at its peak.
"""

import statistics
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from bench.demo_site import demo_site, machine, say

RUNS, AIM = 15, 1.0
TODAY = date(2023, 6, 20)
TEXTS = {
    "criterion": ["1", "0", "", "CB", "1"],
    "boolean": ["1", "0", "1", "1", "CB"],
    "level": ["2", "Khá", "Mức độ 3"],
}
SIGNS = ["", "", " Đ", " CĐ"]


def main() -> None:
    with demo_site():
        _measure()


def _measure() -> None:
    from criteria.services.results import load_cells
    from criteria.services.sheets import communes_of, open_sheet
    from criteria.services.verdicts import judge_sheet

    period = _make_period()
    confirmed, entered = _confirm_levels(period), _enter(period)
    sheet = open_sheet(period, "district")
    communes = [commune.pk for commune in communes_of(period)]
    say(f"{machine()}; {len(communes)} communes × {len(sheet.indicators)} indicators")
    say(f"{confirmed} levels confirmed, {entered} results stated")
    _tell_states(judge_sheet(sheet, communes))
    cells = load_cells(sheet, communes)
    _tell("read the results", lambda: load_cells(sheet, communes))
    _tell("judge what is at hand", lambda: judge_sheet(sheet, communes, cells))
    _tell("read and judge all", lambda: judge_sheet(sheet, communes))
    _tell("one commune", lambda: judge_sheet(sheet, communes[:1]))
    _tell_memory(lambda: judge_sheet(sheet, communes))


def _tell_states(verdicts: Any) -> None:
    found = Counter(
        str(one.proposal.state)
        for cells in verdicts.by_commune.values()
        for key, one in cells.items()
        if key.startswith("i")
    )
    say("proposals: " + ", ".join(f"{state} {count}" for state, count in found.most_common()))


def _tell(name: str, act: Callable[[], Any]) -> None:
    runs = [_timed(act) for _ in range(RUNS)]
    clock, processor = (sorted(times) for times in zip(*runs, strict=True))
    p95, used = clock[int(0.95 * RUNS) - 1], statistics.median(processor)
    told = f"median {statistics.median(clock) * 1000:5.0f} ms, p95 {p95 * 1000:5.0f} ms"
    say(f"{name:<22} {told}; processor {used * 1000:5.0f} ms; aim ÷ p95 {AIM / p95:5.1f}")


def _tell_memory(act: Callable[[], Any]) -> None:
    tracemalloc.start()
    kept = act()
    held, peak = (size / 2**20 for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    say(f"memory of {len(kept.by_commune)} communes judged: {held:.1f} MiB held, {peak:.1f} MiB at the peak")


def _make_period() -> Any:
    from communes.models import Province
    from criteria.models import CriteriaSet, ReportingPeriod

    return ReportingPeriod.objects.create(
        province=Province.objects.get(code="14"),
        code="ky-2023-6",
        name="6 tháng đầu năm 2023",
        kind="half_year",
        criteria_set=CriteriaSet.objects.get(code="xa-ntm-2021-2025"),
        first_day=date(2022, 12, 15),
        last_day=date(2023, 6, 14),
        opens_on=date(2023, 6, 1),
        due_on=date(2023, 6, 25),
        official_stage="district",
    )


def _confirm_levels(period: Any) -> int:
    """A row of the province for every indicator; where the program ships no level one is made up."""
    from criteria.models import Indicator, Threshold

    rows = []
    for indicator in Indicator.objects.filter(criterion__criteria_set=period.criteria_set):
        shipped = list(indicator.thresholds.filter(province=None, scope__in=["TDMNPB", "chung"], year=None))
        base = shipped[-1] if shipped else indicator.thresholds.filter(scope="TDMNPB", year=2023).first()
        row = base or Threshold(indicator=indicator, scope="chung", comparison=">=", value=Decimal(50))
        row.pk, row.province, row.provenance = None, period.province, Threshold.Provenance.OFFICE
        row.valid_from = date(2022, 3, 8)
        if row.comparison != "dat" and row.value is None:
            row.value = Decimal(50)
        row.parts = [part | {"threshold": part.get("threshold") or "50"} for part in row.parts]
        rows.append(row)
    return len(Threshold.objects.bulk_create(rows))


def _enter(period: Any) -> int:
    from accounts.services import system_user
    from criteria.services.results import Edit, save_edits
    from criteria.services.sheets import communes_of, open_sheet

    sheet, user, entered = open_sheet(period, "district"), system_user(), 0
    for number, commune in enumerate(communes_of(period)):
        edits = [
            Edit(commune.pk, key, 0, text=_text(measure, number * 7 + place))
            for place, (key, measure) in enumerate(sheet.measures.items())
        ]
        saved = save_edits(sheet=sheet, user=user, edits=edits, today=TODAY)
        assert {one.status for one in saved} <= {"saved", "same"}, saved
        entered += sum(one.status == "saved" for one in saved)
    return entered


def _text(measure: Any, turn: int) -> str:
    texts = TEXTS.get(measure.kind)
    text = texts[turn % len(texts)] if texts else _figure(measure, turn) + SIGNS[turn % len(SIGNS)]
    parts = [f"{part.key}) {_part_text(part.kind, turn)}" for part in measure.parts]
    return "; ".join(filter(None, (text, *parts)))


def _figure(measure: Any, turn: int) -> str:
    whole = 40 + turn % 60
    if measure.by_sex:
        return f"{whole} (nam {whole},5; nữ {whole - 1},5)"
    if measure.kind == "percentage":
        return (f"{turn % 97}/{97 + turn % 53}", f"{whole},{turn % 9 + 1}", "100")[turn % 3]
    return f"{whole}" if measure.kind == "count" else f"{whole},{turn % 9 + 1}"


def _part_text(kind: str, turn: int) -> str:
    return {"boolean": "1", "count": str(2 + turn % 3), "level": "2"}.get(kind, str(60 + turn % 40))


def _timed(act: Callable[[], Any]) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
