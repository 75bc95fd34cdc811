"""What a commune lacks to meet every criterion of a set, the nearest first.

Missing is every criterion that no person holds as met, for only what is met counts. The order is that of
``Missing.nearness``; docs/shortfall.md has it with a worked table, of which a test quotes the figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from .gaps import gap_words
from .requirements import Requirement
from .values import STATE_NAMES, Kind, ResultValue, State
from .verdicts import Judged, is_met, is_unmet, open_words
from .work_sums import UnitSum, sum_works
from .works import Work

TIERS = ("ntm", "nang_cao", "kieu_mau")  # each rests on the one before it


def tier_after(tier: str) -> str:
    """The next one; "" behind the last, and of a tier that is none of them."""
    places = {one: place for place, one in enumerate(TIERS)}
    return TIERS[places[tier] + 1] if tier in places and tier != TIERS[-1] else ""


def nearest_day(day: date, days: Iterable[date]) -> date | None:
    """The latest on or before the day, for that is what was known on it; else the first after it."""
    days = sorted(days)
    before = [one for one in days if one <= day]
    return before[-1] if before else next(iter(days), None)


class Distance(IntEnum):
    """What can be said of the way to a missing criterion; the nearest first."""

    KNOWN = 0  # it is not met, and so are indicators of it
    UNSAID = 1  # it is not met by a person's word alone: no indicator says why
    OPEN = 2  # nothing is against it: figures, levels or a person's word are still missing


@dataclass(frozen=True, slots=True)
class Lack:
    """An indicator that keeps its criterion from being met, or may. ``gap``: in figures, "" where it cannot
    be said so."""

    judged: Judged
    gap: str = ""

    @property
    def why(self) -> str:
        """What the proposal rests on; of what a person decided otherwise, or alone, that it was a person."""
        judged = self.judged
        if judged.differs:
            return f"kết luận khác đề xuất ({judged.proposal.reason}): {judged.reason or 'chưa ghi lý do'}"
        if judged.is_decided and judged.proposal.state is State.NO_DATA:
            return f"ghi {STATE_NAMES[judged.decision]}"
        return judged.proposal.reason

    @property
    def share(self) -> Decimal | None:
        """How far below the level, as a share of it; None where that cannot be said."""
        return None if self.judged.differs else self.judged.proposal.gap


@dataclass(frozen=True, slots=True)
class Missing:
    """A criterion that is missing. ``works`` remain to be done for it and for its indicators."""

    judged: Judged
    unmet: tuple[Lack, ...]
    open: tuple[Lack, ...]
    works: tuple[Work, ...] = ()

    @property
    def distance(self) -> Distance:
        if self.judged.state not in (State.NOT_MET, State.BASICALLY_MET):
            return Distance.OPEN
        return Distance.KNOWN if self.unmet else Distance.UNSAID

    @property
    def waits(self) -> bool:
        """Nothing is missing but a person's word."""
        return not self.judged.is_decided and self.judged.proposal.state is State.MET

    @property
    def why(self) -> str:
        """What there is to say of the criterion itself; "" where its unmet or open indicators say it."""
        if self.waits:
            return "các chỉ tiêu đều đạt, chờ người kết luận"
        if self.judged.decision is State.NOT_APPLICABLE:
            return "ghi không áp dụng, không tính là đạt"
        if self.judged.differs:
            said = self.judged.proposal.reason
            return f"kết luận khác đề xuất ({said}): {self.judged.reason or 'chưa ghi lý do'}"
        if self.distance is Distance.UNSAID:
            return "chưa rõ còn thiếu chỉ tiêu nào"
        return "" if self.unmet or self.open else "chưa có kết luận"

    @property
    def share(self) -> Decimal | None:
        """The largest gap of its unmet indicators; None where one of them has none to tell."""
        shares = [one.share for one in self.unmet]
        return None if None in shares else max((one for one in shares if one is not None), default=None)

    @property
    def nearness(self) -> tuple[Distance, int, bool, Decimal, int]:
        """Fewest unmet indicators, then the smallest gap (those without one last), then fewest open ones."""
        share = self.share
        return self.distance, len(self.unmet), share is None, share or Decimal(0), len(self.open)

    @property
    def open_words(self) -> str:
        """What is open, in words: "chưa có số liệu 17.3, 17.5; mức đạt chưa được xác nhận 17.1"."""
        return open_words([one.judged for one in self.open])

    @property
    def sums(self) -> tuple[UnitSum, ...]:
        return sum_works(self.works)[0]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``missing`` of ``total`` criteria, nearest first."""

    total: int
    missing: tuple[Missing, ...]

    @property
    def met(self) -> int:
        return self.total - len(self.missing)

    @property
    def unmet(self) -> tuple[Missing, ...]:
        """Those a person concluded not to be met; what is but proposed is no conclusion."""
        return tuple(
            one for one in self.missing if one.judged.is_decided and one.distance is not Distance.OPEN
        )

    @property
    def undecided(self) -> tuple[Missing, ...]:
        return tuple(one for one in self.missing if not one.judged.is_decided)

    @property
    def waiting(self) -> tuple[Missing, ...]:
        """Of the undecided those proposed to be met."""
        return tuple(one for one in self.missing if one.waits)

    @property
    def proposed_unmet(self) -> tuple[Missing, ...]:
        return tuple(one for one in self.undecided if one.distance is not Distance.OPEN)

    @property
    def inapplicable(self) -> tuple[Missing, ...]:
        return tuple(one for one in self.missing if one.judged.decision is State.NOT_APPLICABLE)

    @property
    def works(self) -> tuple[tuple[UnitSum, ...], int]:
        """All that remains, added up by unit; and how many works count nothing."""
        return sum_works(work for one in self.missing for work in one.works)


def find_shortfall(
    judged: Mapping[str, Judged],
    levels: Mapping[str, Requirement | None],
    values: Mapping[str, ResultValue],
    works: Mapping[str, Sequence[Work]],
) -> Shortfall:
    """All of one commune, by key of the column; of ``levels``, ``values`` and ``works`` what there is."""
    inside: dict[str, list[Judged]] = {}
    for one in judged.values():
        if one.measure.kind is not Kind.CRITERION:
            inside.setdefault(one.measure.criterion, []).append(one)
    criteria = [one for one in judged.values() if one.measure.kind is Kind.CRITERION]
    missing = [
        _missing(one, inside.get(one.measure.number, ()), levels, values, works)
        for one in criteria
        if one.decision is not State.MET
    ]
    return Shortfall(len(criteria), tuple(sorted(missing, key=lambda one: one.nearness)))


def _missing(
    criterion: Judged,
    inside: Sequence[Judged],
    levels: Mapping[str, Requirement | None],
    values: Mapping[str, ResultValue],
    works: Mapping[str, Sequence[Work]],
) -> Missing:
    lacks = [
        Lack(one, gap_words(one.measure, values[key], levels.get(key)) if key in values else "")
        for one in inside
        for key in [one.measure.key]
        if not is_met(one)
    ]
    return Missing(
        criterion,
        unmet=tuple(one for one in lacks if is_unmet(one.judged)),
        open=tuple(one for one in lacks if not is_unmet(one.judged)),
        works=tuple(work for one in (criterion, *inside) for work in works.get(one.measure.key, ())),
    )
