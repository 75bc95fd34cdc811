"""The units of a period at one stage as a user sees them: one line each, and all of them together."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from communes.models import Commune, District
from criteria.domain.progress import Progress, Standing, Step
from criteria.domain.stages import (
    MOVES,
    OPEN_STATES,
    STAGE_NAMES,
    SUBMISSION_STATE_NAMES,
    Action,
    Stage,
    SubmissionState,
)
from criteria.models import Submission

from .submissions import Unit

BRIEF = 4  # units told one by one where a person has only so many


class OfUnit:
    """What follows from the unit a line is about, be it the whole unit or one criterion of it."""

    unit: Unit
    place: District | Commune
    standing: Standing
    submission: Submission | None
    state: SubmissionState
    allowed: frozenset[Action]

    @property
    def possible(self) -> frozenset[Action]:
        """What of the acts allowed to the user the figures' state lets be done now."""
        return frozenset(action for action in self.allowed if self.state in MOVES[action][0])

    @property
    def state_name(self) -> str:
        return SUBMISSION_STATE_NAMES[self.state]

    @property
    def title(self) -> str:
        return self.place.title

    @property
    def is_overdue(self) -> bool:
        return self.standing is Standing.OVERDUE

    @property
    def history(self) -> str:
        """How the log of changes names the unit."""
        return f"h{self.unit.district_id}" if self.unit.district_id else f"x{self.unit.commune_id}"

    @property
    def revision(self) -> int:
        return self.submission.revision if self.submission else 0


@dataclass(frozen=True)
class UnitLine(OfUnit):
    """One unit at a stage, as far as the user sees it.

    ``hidden``: its communes the user does not see; ``entered``: codes of those the user may enter. At the
    stage ``department`` the state is that of all ``parts``, one for each criterion that concerns the user.
    """

    unit: Unit
    place: District | Commune
    position: int
    progress: Progress
    hidden: int
    entered: tuple[str, ...]
    state: SubmissionState
    standing: Standing
    step: Step
    submission: Submission | None = None
    parts: Mapping[SubmissionState, int] | None = None
    allowed: frozenset[Action] = frozenset()
    waits_for: str = ""

    @property
    def own_title(self) -> str:
        """ "Xã Ẳng Cang, huyện Mường Đông" for who sees one commune of it only."""
        if not self.hidden:
            return self.title
        if self.progress.total == 1:
            return f"{self.progress.communes[0].title}, {self.place.full_name}"
        return f"{self.title} ({self.progress.total} xã của bạn)"

    @property
    def may_send(self) -> bool:
        return Action.SEND in self.allowed

    @property
    def may_judge(self) -> bool:
        return Action.LOCK in self.allowed

    @property
    def key(self) -> str:
        """How a form names the unit: "h901" a district, "x90101" a commune, by code."""
        return f"{'h' if self.unit.district_id else 'x'}{self.place.code}"

    @property
    def query(self) -> str:
        """Of the grid's address: the district, or the communes the user sees of it."""
        if self.unit.district_id and not self.hidden:
            return f"huyen={self.place.code}"
        return "&".join(f"xa={one.code}" for one in self.progress.communes)

    @property
    def parts_sent(self) -> int:
        return sum(count for state, count in (self.parts or {}).items() if state not in OPEN_STATES)

    @property
    def parts_total(self) -> int:
        return sum((self.parts or {}).values())


@dataclass(frozen=True)
class StageView:
    """All units of a stage that the user sees, those that need a person first."""

    stage: Stage
    lines: tuple[UnitLine, ...]
    is_official: bool = False

    @property
    def is_spare(self) -> bool:
        """A step that need not be: not the official one, and nobody has entered anything."""
        return not self.is_official and not self.progress.has_begun

    @property
    def name(self) -> str:
        return STAGE_NAMES[self.stage]

    @cached_property
    def counts(self) -> Counter[Standing]:
        return Counter(line.standing for line in self.lines)

    @property
    def overdue(self) -> list[UnitLine]:
        return [line for line in self.lines if line.is_overdue]

    @property
    def sent(self) -> int:
        return self.counts[Standing.SENT] + self.counts[Standing.LOCKED]

    @property
    def locked(self) -> int:
        return self.counts[Standing.LOCKED]

    @property
    def waiting(self) -> int:
        """Sent, and neither returned nor locked yet."""
        return self.counts[Standing.SENT]

    @property
    def is_locked(self) -> bool:
        return bool(self.lines) and self.locked == len(self.lines)

    @property
    def locked_words(self) -> str:
        """How far the figures are fixed: "3/10 đơn vị đã chốt"."""
        return f"{self.locked}/{len(self.lines)} đơn vị đã chốt"

    @cached_property
    def progress(self) -> Progress:
        """Of all communes together."""
        communes = tuple(one for line in self.lines for one in line.progress.communes)
        return Progress(communes, self.lines[0].progress.criteria if self.lines else 0)

    @property
    def mine(self) -> list[UnitLine]:
        """The units in which the user may enter something."""
        return [line for line in self.lines if line.entered]

    @property
    def turn(self) -> list[UnitLine]:
        """Those at which it is the user's turn."""
        return [line for line in self.mine if line.step in (Step.MEND, Step.ENTER, Step.SEND)]

    @property
    def is_brief(self) -> bool:
        """Whether the user's units are few enough to be told one by one."""
        return 0 < len(self.mine) <= BRIEF
