"""The annexes the program knows: code → definition as a function of the plan."""

from collections.abc import Callable

from plans.domain.definition import AnnexDefinition, PlanFacts

from . import criteria_matrix

DEFINITIONS: dict[str, Callable[[PlanFacts], AnnexDefinition]] = {
    criteria_matrix.CODE: criteria_matrix.definition,
}
