"""The log as a workbook: exactly what is filtered, one row a change, newest first."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.utils.timezone import localtime

from accounts.models import Changeset, User
from communes.models import Commune, District
from ntm.numbers import vietnamese

from ..domain.history_workbook import write_history
from ..domain.keys import key_words
from .history import Asked, acts_asked, changes_asked

MOST = 50_000
Row = tuple[Any, ...]
_ACT = ("made_at", "user__full_name", "user__username", "channel", "address", "reason")
_FIGURE = ("subject", "district", "commune", "key", "old", "new")


def export_log(
    user: User, asked: Asked, words: Mapping[str, tuple[str, str]], *, said: str, now: datetime
) -> bytes:
    """``words``: subject → table and part; ``said``: the filter in words. Addresses for those who manage."""
    changes, acts = changes_asked(user, asked), acts_asked(user, asked)
    found = changes.order_by().count() + acts.order_by().count()
    notes = [f"Lập lúc {localtime(now):%H:%M ngày %d/%m/%Y}, {said or 'toàn bộ lịch sử được xem'}."]
    if found > MOST:
        notes.append(
            f"Có {vietnamese(found)} dòng, tệp này chỉ ghi {vietnamese(MOST)} dòng mới nhất. "
            "Hãy lọc theo ngày để lấy phần còn lại."
        )
    rows = heapq.merge(_changes(changes, words), _acts(acts), key=itemgetter(0), reverse=True)
    lines = (row[1:] for row, _ in zip(rows, range(MOST), strict=False))
    return write_history(lines, notes=notes, addresses=user.sees_addresses)


def _changes(rows: Any, words: Mapping[str, tuple[str, str]]) -> Iterator[Row]:
    """Each with the id of its act in front. Names are looked up once: rows may be many."""
    districts, communes = _titles(District.objects.all()), _titles(Commune.objects.all())
    columns = [
        *(f"changeset__{name}" for name in _ACT),
        "subject",
        "district",
        "commune",
        "key",
        "old",
        "new",
    ]
    found = rows.order_by("-changeset_id", "pk").values_list("changeset", *columns)[:MOST]
    last = 0
    who: Row = ()
    for act, *facts, reason, subject, district, commune, key, old, new in found.iterator(chunk_size=2000):
        if act != last:
            last, who = act, _who(facts)
        table, part = words.get(subject, (subject, ""))
        places = (districts.get(district, ""), communes.get(commune, ""))
        yield (act, *who, table, part, *places, key_words(key), old, new, reason)


def _acts(rows: Any) -> Iterator[Row]:
    found = rows.order_by("-pk").values_list("pk", *_ACT)[:MOST]
    for act, *facts, reason in found.iterator(chunk_size=2000):
        yield (act, *_who(facts), *[""] * 7, reason)


def _who(facts: Iterable[Any]) -> Row:
    made_at, name, username, channel, address = facts
    return (
        localtime(made_at).replace(tzinfo=None, microsecond=0),
        name,
        username,
        Changeset.Channel(channel).label,
        address or "",
    )


def _titles(units: Any) -> dict[int, str]:
    return {unit.pk: unit.title for unit in units}
