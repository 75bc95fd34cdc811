"""Filters of the report pages."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from criteria.domain.stages import STAGE_NAMES, Stage
from criteria.domain.values import State
from criteria.domain.verdicts import Judged, Why
from criteria.domain.wording import level_words
from ntm.numbers import vietnamese
from ntm.templatetags.components import state_word
from reports.domain.standing import IndicatorStanding, Told

register = template.Library()


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key that is itself a variable; None where there is none."""
    return mapping.get(key)


@register.filter
def signed(value: int | None) -> str:
    """A difference: "+3", "−2", "0"; nothing where it is not known."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{vietnamese(abs(value))}"


@register.filter
def stage_word(stage: str) -> str:
    return STAGE_NAMES[Stage(stage)]


@register.filter
def beside(items: Iterable[Any], others: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each of the others with the item of its place."""
    return list(zip(others, items, strict=True))


@register.filter
def told_cells(told: Iterable[Told], periods: Iterable[Any]) -> SafeString:
    """One indicator's figures as table cells, one for each period; in one piece, as a page has hundreds."""
    cells = [_told_cell(one, str(period)) for one, period in zip(told, periods, strict=True)]
    return SafeString("".join(cells))


def _told_cell(told: Told, period: str, has_data: bool | None = None) -> SafeString:
    if not (told.has_data if has_data is None else has_data):
        return format_html(
            '<td data-label="{}" class="no-data"><span class="hidden">chưa có số liệu</span></td>', period
        )
    return format_html('<td data-label="{}">{}{}</td>', period, told.text, _verdict(told.state))


@cache
def _verdict(state: State) -> SafeString:
    if state is State.NO_DATA:
        return SafeString("")
    return format_html(' <span class="state {}">{}</span>', str(state), state_word(state))


@register.filter
def figure_cell(standing: IndicatorStanding, period: Any) -> SafeString:
    """The figure alone, as a table cell; its verdict has one of its own."""
    return _told_cell(replace(standing.now, state=State.NO_DATA), str(period), standing.now.has_data)


@register.filter
def level_cell(standing: IndicatorStanding) -> SafeString:
    """What the indicator must reach, as a table cell; a level that nobody confirmed is marked."""
    if standing.level is None:
        return SafeString('<td data-label="Phải đạt" class="muted">chưa có mức đạt</td>')
    words = level_words(standing.level, standing.measure)
    doubt = "" if standing.level.confirmed or not standing.level.is_known else _UNCONFIRMED
    return format_html('<td data-label="Phải đạt">{}{}</td>', words, doubt)


_UNCONFIRMED = SafeString(' <span class="badge warning">chưa xác nhận</span>')


@register.filter
def verdict_cell(standing: IndicatorStanding) -> SafeString:
    """Proposal with its reason and decision as a table cell; both where they differ."""
    told = verdict_words(standing.judged) if standing.judged and standing.now.has_data else ""
    return format_html('<td data-label="Kết luận, đề xuất"><div>{}</div></td>', told)


@register.filter
def verdict_words(judged: Judged) -> SafeString:
    """ "Đạt: 98 ≥ 95%", "Đề xuất Đạt: 98 ≥ 95%"; where they differ "Đề xuất …", "≠ Kết luận …: why"."""
    proposal = judged.proposal
    if judged.differs:
        return format_html(
            '<span class="verdict-told">Đề xuất{}</span>'
            '<span class="verdict-told"><b class="differs">≠</b> Kết luận{}</span>',
            _with_reason(proposal.state, proposal.reason),
            _with_reason(judged.decision, judged.reason or "chưa ghi lý do"),
        )
    lead = "" if judged.is_decided or proposal.state is State.NO_DATA else "Đề xuất"
    says_itself = proposal.why is Why.STATED and judged.measure.kind.is_mark
    return format_html("{}{}", lead, _with_reason(judged.state, "" if says_itself else proposal.reason))


def _with_reason(state: State, reason: str) -> SafeString:
    if state is State.NO_DATA or not reason:
        return format_html('{}<span class="why">{}</span>', _verdict(state), reason)
    return format_html('{}: <span class="why">{}</span>', _verdict(state), reason)
