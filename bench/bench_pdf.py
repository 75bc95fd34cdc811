"""Time and memory of the PDF of a full matrix: ``python -m bench.bench_pdf``. Aim: 115 rows < 2 s, < 250 MB.

The marks are made up; the shape is Điện Biên's Biểu 02: 115 communes in 10 districts, 19 criteria.
"""

import json
import os
import platform
import resource
import sys
import time
from datetime import date
from pathlib import Path

from communes.domain.names import NameIndex, Unit
from plans.annexes.criteria_matrix import definition
from plans.domain.definition import CriterionFacts, PlanFacts, Rounding
from plans.domain.table import AnnexTable, Cell, Row, RowKind
from plans.domain.write.html import as_paper
from plans.domain.write.layout import computed_lines, sections_of
from plans.domain.write.xlsx import write_xlsx
from plans.pdf import render_pdf

ROOT = Path(__file__).resolve().parent.parent
DISTRICTS = (21, 11, 11, 9, 15, 11, 13, 18, 5, 1)
CRITERIA = ROOT / "fixtures/criteria/xa-ntm-2021-2025.json"
RUNS = 5


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    matrix = definition(_plan())
    districts = [Unit(n, f"{n:03}", f"Mường {n}", "huyện", "district") for n in range(1, len(DISTRICTS) + 1)]
    communes = [
        Unit(100 * district.id + n, f"{100 * district.id + n:05}", f"Nậm {n}", "xã", district_id=district.id)
        for district, size in zip(districts, DISTRICTS, strict=True)
        for n in range(size)
    ]
    index = NameIndex([*districts, *communes])
    table = AnnexTable(tuple(_row(unit) for unit in communes))
    lines = computed_lines(matrix, table, index, sections_of(matrix, table, index))
    paper = as_paper(matrix, lines)
    _say(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    pdf = [_timed(lambda: render_pdf(paper)) for _ in range(RUNS)]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    xlsx = [_timed(lambda: write_xlsx(matrix, lines)) for _ in range(RUNS)]
    _say(f"pdf, {len(lines)} rows: best {min(pdf):.2f} s, worst {max(pdf):.2f} s, {peak:.0f} MB")
    _say(f"xlsx, {len(lines)} rows: best {min(xlsx):.2f} s, worst {max(xlsx):.2f} s")


def _plan() -> PlanFacts:
    reference = json.loads(CRITERIA.read_text(encoding="utf-8"))["criteria"]
    criteria = tuple(CriterionFacts(str(c["number"]), c["name"], c["short_name"]) for c in reference)
    return PlanFacts(
        slug="thu",
        number="1986/KH-UBND",
        date=date(2022, 6, 29),
        title="",
        issuer="UBND tỉnh",
        province="",
        first_year=2022,
        last_year=2025,
        baseline_year=2021,
        criteria=criteria,
        rounding=Rounding.HALF_UP,
        digits=2,
        annex_label="Biểu số 02",
        annex_title="Biểu chi tiết tiêu chí nông thôn mới đến năm 2025",
    )


def _row(unit: Unit) -> Row:
    marks = {str(n): ("1", "0", "1", "", "1")[(unit.id + n) % 5] for n in range(1, 20)}
    cells = {"stt": str(unit.id % 100 + 1), "name": unit.title, **marks}
    return Row(RowKind.UNIT, unit, {key: Cell(text, text) for key, text in cells.items()})


def _timed(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
