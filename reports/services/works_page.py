"""The page of remaining works: sums with the way down to the items behind them, and the items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from communes.domain.names import Unit
from reports.domain.works import NONE, Asked, Group, Grouping, Topic, Total, grouped

from .works import Works

GROUPS_PER_PAGE, ITEMS_PER_PAGE = 20, 50
LIST = "danh-sach"


@dataclass(frozen=True, slots=True)
class Row:
    """A sum, and the address of its items."""

    total: Total
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """``title`` "" where there are no sections; ``aside``: the district of a commune."""

    title: str
    aside: str
    unit: Unit | None
    group: Group
    rows: tuple[Row, ...]
    url: str
    uncounted_url: str


@dataclass(frozen=True)
class WorksPage:
    """``sections`` or ``listed``, by what is looked at.

    ``told``: the one sum that is asked for, in words; ``said``: what else the works are narrowed to.
    """

    asked: Asked
    view: str
    whole: Group
    sections: Page | None
    listed: Page | None
    tabs: tuple[tuple[str, str, bool], ...]
    told: str
    said: str
    uncounted_url: str
    query: str


class Addresses:
    """Addresses of the page with other wishes; ``kept`` are the parameters that are not the works' own."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self.kept = kept

    def of(self, asked: Asked, view: str = "") -> str:
        given = {
            "theo": "" if view == Grouping.WORK else view,
            "huyen": asked.district,
            "xa": asked.commune,
            "tieuchi": asked.topic,
            "bieu": asked.source,
            "viec": NONE if asked.what == "" else asked.what,
            "dvt": NONE if asked.unit == "" else asked.unit,
            "chua": "1" if asked.uncounted else "",
        }
        return "?" + urlencode({**self.kept, **{key: value for key, value in given.items() if value}})


def make_page(
    works: Works,
    asked: Asked,
    view: str,
    number: int,
    *,
    views: Mapping[str, str],
    kept: Mapping[str, str],
) -> WorksPage:
    """``views``: what one can look at, with its words; ``number``: the page of a long answer."""
    items = asked.narrow(works.items)
    whole = Group(None, items)
    addresses = Addresses(kept)
    sections = listed = None
    if view == LIST:
        listed = Paginator(items, ITEMS_PER_PAGE).get_page(number)
    else:
        sections = Paginator(grouped(items, Grouping(view)), GROUPS_PER_PAGE).get_page(number)
        make = _section_maker(asked, Grouping(view), addresses, several=works.sets > 1)
        sections.object_list = [make(group) for group in sections.object_list]
    return WorksPage(
        asked=asked,
        view=view,
        whole=whole,
        sections=sections,
        listed=listed,
        tabs=tuple((words, addresses.of(asked, one), one == view) for one, words in views.items()),
        told=_told(asked, whole),
        said=said_of(replace(asked, what=None, unit=None) if asked.unit is not None else asked, works),
        uncounted_url=addresses.of(replace(asked, uncounted=True, what=None, unit=None), LIST),
        query=addresses.of(asked),
    )


def _section_maker(
    asked: Asked, by: Grouping, addresses: Addresses, *, several: bool
) -> Callable[[Group], Section]:
    def make(group: Group) -> Section:
        inside = replace(asked, **_inside(group, by))
        return Section(
            title=_title(group, by, several=several),
            aside=_aside(group, by),
            unit=group.key if isinstance(group.key, Unit) else None,
            group=group,
            rows=tuple(
                Row(total, addresses.of(replace(inside, what=total.what, unit=total.unit), LIST))
                for total in group.totals
            ),
            url=addresses.of(inside, LIST),
            uncounted_url=addresses.of(replace(inside, uncounted=True, what=None, unit=None), LIST),
        )

    return make


def _inside(group: Group, by: Grouping) -> dict[str, Any]:
    """What narrows the works to those of the group."""
    if by is Grouping.WORK:
        return {}
    if by is Grouping.CRITERION:
        return {"topic": str(group.key.id) if isinstance(group.key, Topic) else NONE}
    code = group.key.code if isinstance(group.key, Unit) else NONE
    return {"district": code} if by is Grouping.DISTRICT else {"commune": code}


def _title(group: Group, by: Grouping, *, several: bool) -> str:
    if isinstance(group.key, Topic):
        return group.key.title(several=several)
    if isinstance(group.key, Unit):
        return group.key.title
    return {Grouping.DISTRICT: "Xã không thuộc huyện", Grouping.CRITERION: "Không rõ tiêu chí"}.get(by, "")


def _aside(group: Group, by: Grouping) -> str:
    district = group.items[0].district if by is Grouping.COMMUNE else None
    return district.title if district else ""


def _told(asked: Asked, whole: Group) -> str:
    """Of one work or unit that is asked for its sum, in words."""
    return whole.totals[-1].said if asked.unit is not None and whole.totals else ""


def said_of(asked: Asked, works: Works) -> str:
    """What the works are narrowed to, in words; empty where they are not."""
    found = next(iter(asked.narrow(works.items)), None)
    if found is None:
        return ""
    topic = found.topic.title(several=works.sets > 1) if found.topic else "không rõ"
    parts = (
        (asked.district, found.district.full_name if found.district else "xã không thuộc huyện"),
        (asked.commune, found.commune.full_name),
        (asked.topic, f"tiêu chí {topic}"),
        (asked.source, asked.source),
        (asked.what is not None, f"việc “{asked.what or 'không ghi việc'}”"),
        (asked.uncounted, "việc chưa đọc được khối lượng"),
    )
    return "; ".join(words for wanted, words in parts if wanted)
