"""Sets as the decisions give them (``sets``), what communes achieved by them (``results``), the papers that
show it (``evidence``), and what was decided about communes (``recognition``)."""

from .evidence import Evidence, EvidenceUse
from .recognition import Recognition
from .results import RemainingWork, ReportingPeriod, Result, Submission
from .sets import Band, CriteriaSet, Criterion, CriterionGroup, Indicator, Threshold

__all__ = [
    "Band",
    "CriteriaSet",
    "Criterion",
    "CriterionGroup",
    "Evidence",
    "EvidenceUse",
    "Indicator",
    "Recognition",
    "RemainingWork",
    "ReportingPeriod",
    "Result",
    "Submission",
    "Threshold",
]
