"""Sets as the decisions give them (``sets``), and what communes achieved by them (``results``)."""

from .results import RemainingWork, ReportingPeriod, Result, Submission
from .sets import Band, CriteriaSet, Criterion, CriterionGroup, Indicator, Threshold

__all__ = [
    "Band",
    "CriteriaSet",
    "Criterion",
    "CriterionGroup",
    "Indicator",
    "RemainingWork",
    "ReportingPeriod",
    "Result",
    "Submission",
    "Threshold",
]
