"""Which annexes of plans there are: code → definition as a function of the plan."""

from collections.abc import Callable
from dataclasses import dataclass

from plans.domain.definition import AnnexDefinition, PlanFacts

Definition = Callable[[PlanFacts], AnnexDefinition]


@dataclass(frozen=True, slots=True)
class PlanAnnex:
    """``label`` and ``title`` are proposed when a plan takes the annex up, and edited there.

    ``by_unit``: its rows are those of units, so that an officer brings the own ones. ``printed`` is False for
    what a plan states in its text only. ``noun`` is what its rows are counted as.
    """

    code: str
    label: str
    title: str
    define: Definition
    by_unit: bool = True
    printed: bool = True
    noun: str = "xã"


PLAN_ANNEXES: dict[str, PlanAnnex] = {}


def plan_annex(
    code: str, *, label: str, title: str, by_unit: bool = True, printed: bool = True, noun: str = ""
) -> Callable[[Definition], Definition]:
    """Declares the function that defines the annex with this code: nothing else has to be told of it."""

    def declare(define: Definition) -> Definition:
        counted = noun or ("xã" if by_unit else "dòng")
        PLAN_ANNEXES[code] = PlanAnnex(code, label, title, define, by_unit, printed, counted)
        return define

    return declare
