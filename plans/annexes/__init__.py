"""The annexes the program knows: every module here declares its own."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from criteria.domain.values import OF_CRITERIA, OF_INDICATORS
from plans.domain.definition import AnnexDefinition, ResultFacts

from . import commune_results
from .registry import PLAN_ANNEXES as PLAN_ANNEXES

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

RESULT_DEFINITIONS: dict[str, Callable[[ResultFacts], AnnexDefinition]] = {
    OF_CRITERIA: commune_results.criteria_definition,
    OF_INDICATORS: commune_results.indicators_definition,
}
