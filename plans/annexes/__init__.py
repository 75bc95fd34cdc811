"""The annexes the program knows: every module here declares its own."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from plans.domain.definition import AnnexDefinition, ResultFacts

from . import commune_results
from .registry import PLAN_ANNEXES as PLAN_ANNEXES

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

RESULT_DEFINITIONS: dict[str, Callable[[ResultFacts], AnnexDefinition]] = {
    commune_results.CRITERIA: commune_results.criteria_definition,
    commune_results.INDICATORS: commune_results.indicators_definition,
}
