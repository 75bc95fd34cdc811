"""The words of one cell of an inspection schedule: who, what, when, in dashes and lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ntm.text import clean

from .deadlines import is_deadline


@dataclass(frozen=True, slots=True)
class StepWords:
    """``head`` stands before the first dash; ``members`` who takes part, ``content`` what is done.

    ``parts``: each thing that has a day of its own, with it; ``when``: the day of the whole.
    """

    text: str
    head: str = ""
    members: str = ""
    content: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    when: str = ""

    @property
    def done(self) -> bool:
        return self.text.lower().startswith("đã ")


_WHEN, _MEMBERS, _CONTENT = ("thời gian", "thời hạn"), ("thành phần",), ("nội dung",)
_ITEM = re.compile(
    r"(?:^|(?<=\s))[-+•–]\s*(?=\w)|\n\s*(?=\w)|(?<=[.;])\s+(?=Thời (?:gian|hạn)[^:.]{0,40}:)", re.IGNORECASE
)
_LABEL = re.compile(r"([^\W\d_][^:;.]{0,120}?)\s*:\s*(.*)", re.DOTALL)
_END = " .,;:"


def read_step(text: str) -> StepWords:
    """A text without dashes is its content as a whole."""
    head, *items = _items(text)
    if not items:
        return StepWords(clean(text), content=(head,))
    found: dict[str, list[str]] = {"members": [], "content": [], "when": []}
    parts: list[tuple[str, str]] = []
    for item in items:
        label, rest = _labelled(item)
        kind = label.lower()
        if kind.startswith(_WHEN):
            found["when"].append(rest.strip(_END))
        elif kind.startswith(_MEMBERS):
            found["members"].append(rest.strip(_END))
        elif kind.startswith(_CONTENT):
            found["content"].append(rest)
        elif label and is_deadline(rest):
            parts.append((label, rest.strip(_END)))
        else:
            found["content"].append(item)
    members, when = "; ".join(found["members"]), "; ".join(found["when"])
    return StepWords(clean(text), head.strip(_END), members, tuple(found["content"]), tuple(parts), when)


def _labelled(item: str) -> tuple[str, str]:
    label = _LABEL.fullmatch(item)
    return (label[1].strip(), label[2].strip()) if label else ("", item)


def _items(text: str) -> list[str]:
    """What stands before the first dash, then what each dash opens. A dash inside a name opens nothing:
    "Sở Văn hóa - Thể thao và Du lịch".
    """
    head, *pieces = _pieces(text)
    items = ["", head] if all(_labelled(head)) else [head]
    for piece in pieces:
        if not items[-1] or items[-1].endswith((".", ";", ":")) or _LABEL.fullmatch(piece):
            items.append(piece)
        else:
            items[-1] += f" - {piece}"
    return items


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for match in _ITEM.finditer(text):
        if text[match.end()].isupper():
            yield clean(text[start : match.start()])
            start = match.end()
    yield clean(text[start:])
