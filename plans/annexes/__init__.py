"""The annexes the program knows: code → definition as a function of the plan, or of the period and step."""

from collections.abc import Callable

from plans.domain.definition import AnnexDefinition, PlanFacts, ResultFacts

from . import commune_results, criteria_matrix

DEFINITIONS: dict[str, Callable[[PlanFacts], AnnexDefinition]] = {
    criteria_matrix.CODE: criteria_matrix.definition,
}
RESULT_DEFINITIONS: dict[str, Callable[[ResultFacts], AnnexDefinition]] = {
    commune_results.CRITERIA: commune_results.criteria_definition,
    commune_results.INDICATORS: commune_results.indicators_definition,
}
