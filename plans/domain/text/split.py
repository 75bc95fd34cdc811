"""A text pasted from a document, taken apart into sections by the numbers in front of its paragraphs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ntm.text import clean

from .document import Section, lines

_NUMBERS = (
    (1, re.compile(r"^(?P<number>[IVXL]+)\.\s*(?P<rest>\S.*)$")),
    (3, re.compile(r"^(?P<number>\d{1,2}\.\d{1,2})\.?\s+(?P<rest>\S.*)$")),
    (2, re.compile(r"^(?P<number>\d{1,2})\.\s*(?P<rest>\D.*)$")),
    (3, re.compile(r"^(?P<number>[a-zđ]\))\s*(?P<rest>\S.*)$")),
)
_NAMED = re.compile(r"^(?P<heading>[^:.;]{2,120}:)\s+(?P<text>\S.*)$")
_LEADS = re.compile(r"^cơ quan chủ trì", re.IGNORECASE)
_DASH = re.compile(r"^[-–+•]\s*")
_ENDING = re.compile(r"\./\.$|^nơi nhận\s*:", re.IGNORECASE)
_NOTE = re.compile("[¹²³⁴⁵⁶⁷⁸⁹]")  # a page of the document ended with it
_MOST_WORDS = 20  # of a heading that its text follows on the line
_ENDS = (".", ";", "…")


@dataclass(frozen=True, slots=True)
class Pasted:
    """``before``: the paragraphs in front of the first number; ``after``: footnotes, the closing sentence and
    whatever follows it. They are part of no section.
    """

    before: tuple[str, ...]
    sections: tuple[Section, ...]
    after: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        return self.before + self.after


def split_text(text: str) -> Pasted:
    """Every paragraph is in ``before``, one section or ``after``, in its order; no section has an id."""
    before: list[str] = []
    found: list[Section] = []
    cleaned = [clean(line) for line in lines(text)]
    notes = [line for line in cleaned if _NOTE.match(line)]
    paragraphs = _joined(line for line in cleaned if not _NOTE.match(line))
    end = next((at for at, paragraph in enumerate(paragraphs) if _ENDING.search(paragraph)), len(paragraphs))
    for paragraph in paragraphs[:end]:
        section = _begun(paragraph)
        if section:
            found.append(section)
        elif found:
            found[-1] = _with(found[-1], paragraph)
        else:
            before.append(paragraph)
    return Pasted(tuple(before), tuple(found), (*notes, *paragraphs[end:]))


def _joined(paragraphs: Iterable[str]) -> list[str]:
    """A line that goes on in small letters is the rest of the one before: a page ended there."""
    whole: list[str] = []
    for paragraph in paragraphs:
        if whole and paragraph[0].islower() and not _begun(paragraph):
            whole[-1] = f"{whole[-1]} {paragraph}"
        else:
            whole.append(paragraph)
    return whole


def _begun(paragraph: str) -> Section | None:
    """The section whose first paragraph this is."""
    for level, pattern in _NUMBERS:
        if match := pattern.match(paragraph):
            return _headed(Section(0, level, match["number"], ""), match["rest"])
    return None


def _headed(section: Section, rest: str) -> Section:
    """A mục has a heading; below it a sentence is text, behind its beginning where that has a colon."""
    named = _NAMED.match(rest) if section.level > 1 else None
    if named and len(named["heading"].split()) <= _MOST_WORDS:
        return _with(replace(section, heading=named["heading"], run_in=True), named["text"])
    if section.level > 1 and rest.endswith(_ENDS):
        return replace(section, text=rest)
    return replace(section, heading=rest)


def _with(section: Section, paragraph: str) -> Section:
    """The section with one paragraph more."""
    if _LEADS.match(section.heading) and not section.text:
        return replace(section, leads=f"{section.leads}\n{_DASH.sub('', paragraph)}".strip())
    return replace(section, text=f"{section.text}\n{paragraph}".strip())
