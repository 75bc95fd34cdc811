"""When the criteria a recognised commune no longer meets are as many as QĐ 18/2022/QĐ-TTg names (2/8/2022).

The decision lets a recognition be withdrawn where of the criteria
- 30 % to less than 50 % are not met, one of the key ones among them (income, environment, defence and
  security: ``Criterion.key_for_revocation``), or
- 50 % or more are not met, whichever they are.
It is a hint for a person to look; nothing follows from it. docs/recognition.md has the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .values import State

SOME, MANY = 30, 50  # per cent of the criteria
UNMET = (State.NOT_MET, State.BASICALLY_MET)  # only "đạt" counts as met; what nobody judged counts as neither


@dataclass(frozen=True, slots=True)
class Mark:
    """How one criterion stands."""

    name: str
    state: State
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class RevocationHint:
    """``nearly``: how many of the unmet ones are "cơ bản đạt"; ``keys``: names of unmet key criteria."""

    unmet: int
    total: int
    nearly: int = 0
    open: int = 0
    keys: tuple[str, ...] = ()

    @property
    def is_half(self) -> bool:
        return self.unmet * 100 >= MANY * self.total

    @property
    def told(self) -> str:
        """ "7/19 tiêu chí chưa đạt (2 tiêu chí cơ bản đạt), có Thu nhập"."""
        words = f"{self.unmet}/{self.total} tiêu chí chưa đạt"
        if self.nearly:
            words += f" (trong đó {self.nearly} cơ bản đạt)"
        if self.keys:
            words += f", có {', '.join(self.keys)}"
        return f"{words}; {self.open} tiêu chí chưa có số liệu" if self.open else words


def revocation_hint(marks: Iterable[Mark]) -> RevocationHint | None:
    """What there is to look at, from all criteria of the set; None where the decision names nothing."""
    marks = tuple(marks)
    unmet = [mark for mark in marks if mark.state in UNMET]
    hint = RevocationHint(
        unmet=len(unmet),
        total=len(marks),
        nearly=sum(mark.state is State.BASICALLY_MET for mark in unmet),
        open=sum(mark.state is State.NO_DATA for mark in marks),
        keys=tuple(mark.name for mark in unmet if mark.is_key),
    )
    some = hint.unmet * 100 >= SOME * hint.total
    return hint if unmet and (hint.is_half or (some and hint.keys)) else None
