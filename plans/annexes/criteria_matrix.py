"""Communes × criteria with marks: what the plan wants of each commune by its last year."""

from decimal import Decimal
from functools import lru_cache

from plans.domain.definition import (
    AnnexDefinition,
    Average,
    Column,
    ColumnTotal,
    ColumnType,
    CriterionFacts,
    Level,
    PlanFacts,
    RowTotal,
    of_plan,
)
from plans.domain.paper import LANDSCAPE, fit_widths

from .headings import NAME, ORDINAL, RESULT_ALIASES, headings_of, unit_columns
from .registry import plan_annex

CODE = "criteria-matrix"
GROUP = "Tiêu chí"

_SUM = Decimal(14)


@plan_annex(CODE, label="Biểu số 02", title="Biểu chi tiết tiêu chí nông thôn mới của các xã")
@lru_cache(64)  # fitting the headings to the paper takes a while, and a plan seldom changes
def definition(plan: PlanFacts) -> AnnexDefinition:
    marks = _mark_columns(plan.criteria)
    keys = tuple(column.key for column in marks)
    return of_plan(
        CODE,
        plan,
        columns=(*unit_columns(), *marks, *_sum_columns(plan.last_year)),
        level=Level.COMMUNE,
        row_total=RowTotal("result", keys),
        column_total=ColumnTotal((*keys, "result")),
        average=Average("average", "result"),
        total_label="Tổng số xã/tiêu chí",
    )


_AVERAGE_ALIASES = (
    "Kết quả bình quân",
    "Bình quân/xã",
    "Bình quân tiêu chí/xã",
    "Bình quân số tiêu chí/xã",
    "Số tiêu chí bình quân/xã",
    "Tiêu chí bình quân/xã",
    "Bình quân tiêu chí",
    "Bình quân",
    "BQ tiêu chí/xã",
    "BQ/xã",
    "BQ",
)


def _sum_columns(year: int) -> tuple[Column, ...]:
    """Headings are compared without the year, so one alias serves them all."""
    result, average = f"Kết quả thực hiện năm {year}", "Kết quả bình quân/xã"
    return (
        _sum_column("result", result, ColumnType.COUNT, RESULT_ALIASES, "Kết quả"),
        _sum_column("average", average, ColumnType.DECIMAL, _AVERAGE_ALIASES, "Bình quân/xã"),
    )


def _sum_column(key: str, title: str, kind: ColumnType, aliases: tuple[str, ...], short: str) -> Column:
    return Column(key, title, kind, _SUM, aliases, required=False, short=short)


def _mark_columns(criteria: tuple[CriterionFacts, ...]) -> tuple[Column, ...]:
    headings = [headings_of(criterion) for criterion in criteria]
    widths = fit_widths([title for title, *_ in headings], LANDSCAPE - ORDINAL - NAME - 2 * _SUM)
    return tuple(
        Column(
            criterion.number,
            title,
            ColumnType.MARK,
            width,
            tuple(aliases),
            group=GROUP,
            short=criterion.short_name,
        )
        for criterion, (title, *aliases), width in zip(criteria, headings, widths, strict=True)
    )
