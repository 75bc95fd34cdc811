"""What was found wrong or worth knowing, each at its own cell."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

SKIP = "skip"  # the answer "leave this row out"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer to a question: a unit's code, a number."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """``stated`` is text as printed, ``computed`` in the same style; ``options`` make it a question."""

    severity: Severity
    code: str
    message: str
    sheet: str = ""
    cell: str = ""
    row: int | None = None
    column: str = ""
    stated: str = ""
    computed: str = ""
    blocks: bool = False
    options: tuple[Option, ...] = ()

    @property
    def question(self) -> str:
        """The name under which an answer to this finding is kept; empty where nothing is asked."""
        return f"{self.sheet}!{self.cell}" if self.options else ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"severity": str(self.severity)}
