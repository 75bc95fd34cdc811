"""The log: who changed which figure, sent, returned or locked what, and set which password anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from accounts.models import Changeset, FigureChange, User
from criteria.domain.stages import SUBMISSION_STATE_NAMES, SubmissionState
from criteria.services.submissions import STATE_KEY

from ..domain.keys import key_words
from .history_choices import Table

ACTS, LINES, ALL_LINES = 25, 10, 200  # on a page: acts, changes shown of each, of one act by itself
COUNTED = 10_000  # nobody needs to know how many there are beyond
PARTS = ("", ":note", ":works")
PLACES = range(1, 100)  # numbers of criteria in a set, of indicators in a criterion


class Kind(StrEnum):
    RESULTS = "ket-qua"
    EVIDENCE = "minh-chung"
    PLANS = "ke-hoach"
    MOVES = "gui"
    RETURNS = "tra-lai"
    ACCOUNTS = "tai-khoan"


@dataclass(frozen=True, slots=True)
class Asked:
    """What part of the history a person wants to see; what is left out does not narrow it.

    ``number`` is that of a criterion, with all its indicators, or of one indicator; ``act`` a changeset.
    """

    text: str = ""
    person: str = ""
    district: int | None = None
    commune: int | None = None
    table: Table | None = None
    number: str = ""
    kind: Kind | None = None
    first: date | None = None
    last: date | None = None
    act: int | None = None

    @property
    def is_of_figures(self) -> bool:
        """Whether it asks for something that only figures have."""
        return bool(self.district or self.commune or self.table or self.number)


def changes_asked(user: User, asked: Asked) -> QuerySet[FigureChange]:
    """The changes of figures and of sendings, as far as the user may see them."""
    if asked.kind is Kind.ACCOUNTS:
        return FigureChange.objects.none()
    rows = FigureChange.objects.visible_to(user).filter(_place(asked), _what(asked))
    rows = rows.between(asked.first, asked.last)
    if asked.person:
        rows = rows.by_people(asked.person)
    return rows.search(asked.text, addresses=user.sees_addresses) if asked.text else rows


def acts_asked(user: User, asked: Asked) -> QuerySet[Changeset]:
    """The acts that changed no figure: passwords set anew. Seen by those who manage."""
    if asked.is_of_figures or asked.kind not in (None, Kind.ACCOUNTS):
        return Changeset.objects.none()
    rows = Changeset.objects.without_figures(user).between(asked.first, asked.last)
    if asked.act:
        rows = rows.filter(pk=asked.act)
    if asked.person:
        rows = rows.by_people(asked.person)
    return rows.search(asked.text, addresses=True) if asked.text else rows


def _place(asked: Asked) -> Q:
    given = {"changeset": asked.act, "district": asked.district, "commune": asked.commune}
    return Q(**{name: value for name, value in given.items() if value})


def _what(asked: Asked) -> Q:
    wanted = Q()
    if asked.table:
        wanted &= Q(subject__in=asked.table.subjects)
    if asked.number:
        of_levels = asked.table is not None and asked.table.code.startswith("levels/")
        wanted &= _level_keys_of(asked.number) if of_levels else _keys_of(asked.number)
    if asked.kind:
        wanted &= _KINDS[asked.kind]
    return wanted


def _keys_of(number: str) -> Q:
    """The keys of a criterion with its indicators, or of one indicator; plans have bare numbers.

    Written out, since a list finds its rows by the index on every database and a beginning does not.
    """
    cells = [f"c{number}", f"i{number}", *(f"i{number}.{place}" for place in PLACES)]
    return Q(
        key__in=[number, f"{STATE_KEY}:c{number}", *(f"{cell}{part}" for cell in cells for part in PARTS)]
    )


def _level_keys_of(number: str) -> Q:
    """Of the levels of a province, few rows: "10/TDMNPB/2023", "13.4/TDMNPB", "13.4:name"."""
    return Q(key__startswith=f"{number}/") | Q(key__startswith=f"{number}:") | Q(key__startswith=f"{number}.")


_MOVE = Q(key__in=[STATE_KEY, *(f"{STATE_KEY}:c{place}" for place in PLACES)])
_KINDS = {
    Kind.RESULTS: Q(subject__startswith="result/") & ~_MOVE,
    Kind.EVIDENCE: Q(subject__startswith="evidence/"),
    Kind.PLANS: Q(subject__startswith="plan/"),
    Kind.MOVES: _MOVE,
    Kind.RETURNS: _MOVE & Q(new=SUBMISSION_STATE_NAMES[SubmissionState.RETURNED]),
}


@dataclass(frozen=True)
class Act:
    """One act of the log with its first changes; ``changed`` is how many it has of those asked for."""

    changeset: Changeset
    lines: Sequence[FigureChange] = ()
    changed: int = 0

    @property
    def left_out(self) -> int:
        return self.changed - len(self.lines)


@dataclass(frozen=True)
class Log:
    """One page, newest first. ``older`` and ``newer``: the act to go on from, None at the end.

    ``found`` counts changes and acts without any; ``is_more`` where there are more than were counted.
    """

    acts: Sequence[Act]
    found: int
    is_more: bool = False
    older: int | None = None
    newer: int | None = None
    page: Page | None = None  # of the changes, where one act is shown by itself


def read_log(user: User, asked: Asked, *, before: int | None = None, after: int | None = None) -> Log:
    """The acts next older than the act ``before``, next newer than ``after``, else the newest."""
    changes = changes_asked(user, asked)
    sources = [_Source(changes, "changeset"), _Source(acts_asked(user, asked), "pk")]
    ids, beyond = _page_of_ids(sources, before, after)
    if after is not None and not beyond:  # the newest page is a whole one, not the rest of it
        before = after = None
        ids, beyond = _page_of_ids(sources, None, None)
    has_older, has_newer = (True, beyond) if after is not None else (beyond, before is not None)
    found = sum(len(source.hits) for source in sources)
    return Log(
        acts=_acts(changes, ids),
        found=min(found, COUNTED),
        is_more=found > COUNTED,
        older=ids[-1] if ids and has_older else None,
        newer=ids[0] if ids and has_newer else None,
    )


class _Source:
    """Rows that belong to acts: ``name`` leads from a row to its act. ``hits``: the acts of the rows, as far
    as rows are counted. Where that is all of them nothing is searched twice: a filter may have to read every
    row there is, while of a great many the newest are soon found."""

    def __init__(self, rows: QuerySet[Any], name: str) -> None:
        self.rows, self.name = rows, name
        self.hits: list[int] = list(rows.order_by().values_list(name, flat=True)[: COUNTED + 1])

    def ids(self, before: int | None, after: int | None) -> set[int]:
        """Of the acts before or after that one, those next to it; else the newest."""
        if len(self.hits) <= COUNTED:
            return {pk for pk in self.hits if (not before or pk < before) and (not after or pk > after)}
        limits = {f"{self.name}__lt": before, f"{self.name}__gt": after}
        rows = self.rows.filter(**{name: pk for name, pk in limits.items() if pk})
        ordered = rows.order_by(self.name if after else f"-{self.name}")
        return set(ordered.values_list(self.name, flat=True).distinct()[: ACTS + 1])


def _page_of_ids(sources: Sequence[_Source], before: int | None, after: int | None) -> tuple[list[int], bool]:
    """The acts of the page, newest first, and whether there are more beyond it.

    By key, not by number: a page far down costs no more than the first, and none shifts when others write.
    """
    found = {pk for source in sources for pk in source.ids(before, after)}
    page = sorted(found, reverse=after is None)
    return sorted(page[:ACTS], reverse=True), len(page) > ACTS


def _acts(changes: QuerySet[FigureChange], ids: Sequence[int]) -> list[Act]:
    rows = changes.filter(changeset__in=ids).order_by()
    counts = dict(rows.values("changeset").annotate(n=Count("pk")).values_list("changeset", "n"))
    place = Window(RowNumber(), partition_by=F("changeset_id"), order_by=F("pk").asc())
    lines: dict[int, list[FigureChange]] = {}
    for line in _with_units(rows.annotate(place=place).filter(place__lte=LINES).order_by("pk")):
        lines.setdefault(line.changeset_id, []).append(line)
    made = Changeset.objects.select_related("user").in_bulk(ids)
    return [Act(made[pk], lines.get(pk, ()), counts.get(pk, 0)) for pk in ids]


def _with_units(rows: QuerySet[FigureChange]) -> QuerySet[FigureChange]:
    return rows.select_related("province", "district", "commune")


def read_act(user: User, asked: Asked, number: str) -> Log:
    """One act by itself with all its changes, a page of them at a time."""
    changes, acts = changes_asked(user, asked), acts_asked(user, asked)
    page = Paginator(_with_units(changes.order_by("pk")), ALL_LINES).get_page(number)
    seen = page.paginator.count or acts.count()
    made = Changeset.objects.select_related("user").filter(pk=asked.act) if seen else []
    lines = list(page.object_list)
    return Log([Act(one, lines, len(lines)) for one in made], seen, page=page)


@dataclass(frozen=True, slots=True)
class Line:
    """A change in words."""

    unit: str
    district: str
    table: str
    part: str
    what: str
    old: str
    new: str


def line_of(change: FigureChange, words: Mapping[str, tuple[str, str]]) -> Line:
    """``words``: subject → table and part, of ``HistoryChoices``."""
    table, part = words.get(change.subject, (change.subject, ""))
    unit = change.commune or change.district or change.province
    district = change.district.full_name if change.commune and change.district else ""
    return Line(unit.title, district, table, part, key_words(change.key), change.old, change.new)
