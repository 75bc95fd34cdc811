"""Communes × criteria, and communes × indicators: what was achieved in a period, by whatever set."""

from decimal import Decimal
from functools import lru_cache

from criteria.domain.values import OF_CRITERIA, OF_INDICATORS, Kind, Measure
from plans.domain.definition import (
    AnnexDefinition,
    Column,
    ColumnType,
    CriterionFacts,
    Level,
    ResultFacts,
    RowTotal,
)
from plans.domain.paper import LANDSCAPE, fit_widths

from .headings import NAME, ORDINAL, RESULT_ALIASES, headings_of, unit_columns

LABELS = {OF_CRITERIA: "Biểu kết quả tiêu chí", OF_INDICATORS: "Biểu kết quả chỉ tiêu"}
TITLES = {
    OF_CRITERIA: "Kết quả thực hiện các tiêu chí của các xã",
    OF_INDICATORS: "Kết quả thực hiện các chỉ tiêu của các xã",
}
RESULT = "result"

_SUM, _INDICATOR = Decimal(15), Decimal(17)  # mm
_SHOWN = 80  # letters of an indicator's name in its heading; some run to 400


@lru_cache(64)
def criteria_definition(facts: ResultFacts) -> AnnexDefinition:
    measures = [measure for measure in facts.measures if measure.kind is Kind.CRITERION]
    headings = [headings_of(_facts_of(measure)) for measure in measures]
    titles = [f"{measure.number}. {title}" for measure, (title, *_) in zip(measures, headings, strict=True)]
    widths = fit_widths(titles, LANDSCAPE - ORDINAL - NAME - _SUM)
    columns = [
        _column(measure, title, width, tuple(known))
        for measure, title, width, known in zip(measures, titles, widths, headings, strict=True)
    ]
    result = Column(
        RESULT,
        "Số tiêu chí đạt",
        ColumnType.COUNT,
        _SUM,
        RESULT_ALIASES,
        required=False,
        short="Số đạt",
    )
    return _definition(
        OF_CRITERIA, facts, (*columns, result), RowTotal(RESULT, tuple(column.key for column in columns))
    )


@lru_cache(64)
def indicators_definition(facts: ResultFacts) -> AnnexDefinition:
    groups = {
        measure.criterion: f"{measure.number}. {measure.name}"
        for measure in facts.measures
        if measure.kind is Kind.CRITERION
    }
    columns = tuple(
        _column(
            measure,
            f"{measure.number}. {_shortened(measure.name)}",
            _INDICATOR,
            _indicator_aliases(measure),
            groups[measure.criterion],
        )
        for measure in facts.measures
        if measure.kind is not Kind.CRITERION
    )
    return _definition(OF_INDICATORS, facts, columns)


def _definition(
    code: str, facts: ResultFacts, columns: tuple[Column, ...], row_total: RowTotal | None = None
) -> AnnexDefinition:
    return AnnexDefinition(
        code=code,
        label=facts.annex_label,
        title=f"{facts.annex_title} {facts.province}, {facts.period}",
        attached_to=f"Bước {facts.stage}",
        columns=(*unit_columns(), *columns),
        level=Level.COMMUNE,
        row_total=row_total,
        fills_in=True,
        number_row=False,
    )


def _column(
    measure: Measure, title: str, width: Decimal, aliases: tuple[str, ...], group: str = ""
) -> Column:
    """``required`` is no column: a department has its own ones only, and nobody must fill in all."""
    return Column(
        measure.number,
        title,
        ColumnType.RESULT,
        width,
        aliases,
        group=group,
        required=False,
        short=measure.short_name,
        measure=measure,
    )


def _facts_of(measure: Measure) -> CriterionFacts:
    return CriterionFacts(measure.number, measure.name, measure.short_name)


def _indicator_aliases(measure: Measure) -> tuple[str, ...]:
    """ "TC 10" is a criterion, even where its only indicator has the same number."""
    words = ["Chỉ tiêu", "Chỉ tiêu số", "CT"] + (["Tiêu chí", "TC"] if "." in measure.number else [])
    return (measure.name, *(f"{word} {measure.number}" for word in words))


def _shortened(name: str) -> str:
    if len(name) <= _SHOWN:
        return name
    return name[:_SHOWN].rpartition(" ")[0].rstrip(" ,;(") + "…"
