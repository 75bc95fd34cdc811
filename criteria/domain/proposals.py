"""Proposals beside decisions, sorted into what a person does about them: the page "Đề xuất và kết luận"."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from hashlib import blake2s
from typing import NamedTuple

from .values import Kind, Measure, ResultValue, State, format_result
from .verdicts import Judged, Why


class Tab(StrEnum):
    """The views of the page."""

    DIFFERING = "khac"
    OPEN = "chua-ket-luan"
    GROUNDLESS = "chua-co-can-cu"


TAB_NAMES = {
    Tab.DIFFERING: "Khác đề xuất",
    Tab.OPEN: "Chưa kết luận",
    Tab.GROUNDLESS: "Chưa có căn cứ",
}
WHY_NAMES = {
    Why.NO_FIGURE: "Chưa có số liệu",
    Why.NO_SEXES: "Chưa có số liệu riêng của nam và nữ",
    Why.UNCONFIRMED: "Mức đạt chưa được xác nhận",
    Why.NO_LEVEL: "Chưa có mức đạt",
    Why.UNCLEAR: "Cần người kết luận",
}


def tab_of(one: Judged) -> Tab | None:
    """Where a cell is listed; None where decision and proposal agree.

    A criterion without a proposal is not listed: it waits for its indicators, which are.
    """
    if one.proposal.state is State.NO_DATA:
        return None if one.measure.kind is Kind.CRITERION else Tab.GROUNDLESS
    if not one.is_decided:
        return Tab.OPEN
    return Tab.DIFFERING if one.differs else None


class Tally(NamedTuple):
    """How many cells of each view; ``unexplained``: decided otherwise than proposed, and nobody said why."""

    differing: int = 0
    unexplained: int = 0
    open: int = 0
    groundless: int = 0


def tally(cells: Iterable[Judged]) -> Tally:
    tabs = [(tab_of(one), one) for one in cells]
    differing = [one for tab, one in tabs if tab is Tab.DIFFERING]
    return Tally(
        len(differing),
        sum(not one.reason for one in differing),
        sum(tab is Tab.OPEN for tab, _ in tabs),
        sum(tab is Tab.GROUNDLESS for tab, _ in tabs),
    )


def added(tallies: Iterable[tuple[int, int, int, int]]) -> Tally:
    return Tally(*(sum(column) for column in zip(*tallies, strict=True)))


def ground_of(one: Judged) -> str:
    """A short mark of what is proposed and why; another one as soon as either changes."""
    told = f"{one.proposal.state} {one.proposal.reason}"
    return blake2s(told.encode(), digest_size=4).hexdigest()


def decided(value: ResultValue, state: State, measure: Measure) -> str:
    """The text of the cell with that decision, its figure as it is: "95" and met make "95 Đ"."""
    return format_result(replace(value, state=state), measure)
