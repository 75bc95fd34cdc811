"""How far the results of a unit are: its communes, its state, what comes next. No database, no clock."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from ntm.numbers import round_to

from .stages import OPEN_STATES, Stage, SubmissionState

SHOWN_NAMES = 3
NEAR = 3  # criteria a commune may miss and still be called near


@dataclass(frozen=True, slots=True)
class CommuneTally:
    """One commune at a stage: of how many criteria the state is given, and how many are met.

    ``figures``: how many of its indicators say anything.
    """

    commune_id: int
    code: str
    title: str
    given: int = 0
    met: int = 0
    figures: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """A group of communes; ``criteria`` states make a commune complete."""

    communes: tuple[CommuneTally, ...]
    criteria: int

    @property
    def total(self) -> int:
        return len(self.communes)

    @property
    def with_data(self) -> int:
        return sum(bool(one.given) for one in self.communes)

    @property
    def met(self) -> int:
        return sum(one.met for one in self.communes)

    @property
    def given(self) -> int:
        return sum(one.given for one in self.communes)

    @property
    def missing(self) -> list[CommuneTally]:
        """Those of which no criterion is given."""
        return [one for one in self.communes if not one.given]

    @property
    def has_begun(self) -> bool:
        """Whether anything was entered, be it figures that nobody has concluded from yet."""
        return any(one.given or one.figures for one in self.communes)

    @property
    def partial(self) -> list[CommuneTally]:
        """Those of which some criteria are given, not all."""
        return [one for one in self.communes if 0 < one.given < self.criteria]

    @property
    def met_all(self) -> int:
        """Communes that meet every criterion."""
        return sum(one.met >= self.criteria > 0 for one in self.communes)

    @property
    def near(self) -> list[tuple[int, int]]:
        """(how many criteria are missing, how many communes miss so many), from one to ``NEAR``."""
        missing = Counter(self.criteria - one.met for one in self.communes if one.given)
        return [(count, missing[count]) for count in range(1, NEAR + 1) if missing[count]]

    @property
    def average(self) -> Decimal | None:
        """Criteria met by a commune with data, to two decimals."""
        return round_to(Decimal(self.met) / self.with_data, 2) if self.with_data else None

    @property
    def is_complete(self) -> bool:
        return all(one.given >= self.criteria for one in self.communes)

    @property
    def lacks(self) -> str:
        """What is missing, in words: "3 xã chưa có số liệu (A, B, C); 2 xã còn thiếu tiêu chí (D, E)"."""
        parts = [
            ([one for one in self.missing if not one.figures], "chưa có số liệu"),
            ([one for one in self.missing if one.figures], "đã nhập chỉ tiêu, chưa kết luận tiêu chí"),
            (self.partial, "còn thiếu tiêu chí"),
        ]
        return "; ".join(self._said(communes, words) for communes, words in parts if communes)

    def _said(self, communes: list[CommuneTally], words: str) -> str:
        if len(communes) == self.total:
            return words if self.total == 1 else f"cả {self.total} xã {words}"
        return f"{len(communes)} xã {words} ({names([one.title for one in communes])})"


def names(titles: Collection[str], shown: int = SHOWN_NAMES) -> str:
    """ "Xã A, Xã B và 3 xã khác": at most ``shown`` of them by name."""
    titles = list(titles)
    if len(titles) <= shown + 1:  # "và 1 xã khác" would be no shorter than the name
        return ", ".join(titles)
    return f"{', '.join(titles[:shown])} và {len(titles) - shown} xã khác"


def joined(states: Iterable[SubmissionState]) -> SubmissionState:
    """Of several criteria as of one unit: sent when all are sent, locked when all are locked."""
    found = set(states)
    if SubmissionState.RETURNED in found:
        return SubmissionState.RETURNED
    if not found or SubmissionState.DRAFT in found:
        return SubmissionState.DRAFT
    return SubmissionState.SENT if SubmissionState.SENT in found else SubmissionState.LOCKED


class Standing(IntEnum):
    """The order in which units are listed: what needs a person first."""

    OVERDUE = 0
    RETURNED = 1
    DRAFT = 2
    SENT = 3
    LOCKED = 4


_STANDINGS = {
    SubmissionState.RETURNED: Standing.RETURNED,
    SubmissionState.DRAFT: Standing.DRAFT,
    SubmissionState.SENT: Standing.SENT,
    SubmissionState.LOCKED: Standing.LOCKED,
}


def standing(state: SubmissionState, due: date, today: date) -> Standing:
    """Overdue is what has not been sent the day after it was due, or was returned and not sent again."""
    return Standing.OVERDUE if state in OPEN_STATES and today > due else _STANDINGS[state]


class Step(StrEnum):
    """What a person is to do next with the figures of a unit at a stage."""

    NOT_YET = "not_yet"  # the period opens later
    CLOSED = "closed"  # the period is over, and nothing was sent
    MEND = "mend"  # returned
    WAIT = "wait"  # for the step before
    ENTER = "enter"
    SEND = "send"
    REPORT = "report"  # complete, but another one sends it
    SENT = "sent"
    LOCKED = "locked"


def next_step(state: SubmissionState, *, complete: bool, sends: bool, waits: bool, closed: str) -> Step:
    """``waits``: the step before has begun and is not sent; ``closed``: "early", "late" or ""."""
    if state is SubmissionState.LOCKED:
        return Step.LOCKED
    if state is SubmissionState.SENT:
        return Step.SENT
    if closed:
        return Step.NOT_YET if closed == "early" else Step.CLOSED
    if state is SubmissionState.RETURNED:
        return Step.MEND
    if waits:
        return Step.WAIT
    if not complete:
        return Step.ENTER
    return Step.SEND if sends else Step.REPORT


# The step whose figures a stage looks at before it states its own.
BEFORE = {Stage.DISTRICT: Stage.SELF, Stage.DEPARTMENT: Stage.DISTRICT, Stage.PROVINCE: Stage.DISTRICT}
