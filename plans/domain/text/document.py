"""A plan's text as paragraphs, the same for screen, PDF and DOCX."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part. ``text`` has a paragraph, ``leads`` a lead agency on each line; where ``run_in`` is
    set the first of them follows the heading on its line.
    """

    id: int
    level: int
    number: str
    heading: str
    run_in: bool = False
    text: str = ""
    leads: str = ""

    @property
    def title(self) -> str:
        """Number and heading, as a contents list names it; the beginning of the text where it has none."""
        named = self.heading or next(iter(lines(self.text)), "")
        return f"{printed_number(self.number)} {named}".strip()

    @property
    def paragraphs(self) -> "tuple[Paragraph, ...]":
        return paragraphs(self)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``number`` and ``heading`` come first and stand out; ``level`` is 0 for a paragraph without them."""

    level: int
    number: str
    heading: str
    text: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.heading, self.text) if part)


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of a field that has one on each line; blank lines are none."""
    return tuple(line for line in (line.strip() for line in text.splitlines()) if line)


def printed_number(number: str) -> str:
    """ "I" → "I.", "1.1" → "1.1.", "a)" → "a)"."""
    return number if not number or number.endswith((")", ".", ":")) else f"{number}."


def paragraphs(section: Section) -> tuple[Paragraph, ...]:
    """What the section prints: its heading line, its text, and each lead agency behind a dash."""
    rest = [*lines(section.text), *_led(section)]
    joined = section.run_in or not section.heading
    first = rest.pop(0) if joined and rest else ""
    top = Paragraph(section.level, printed_number(section.number), section.heading, first)
    return (*((top,) if str(top) else ()), *(Paragraph(0, "", "", text) for text in rest))


def _led(section: Section) -> Iterable[str]:
    """The agencies: a list, or one that follows the heading."""
    found = lines(section.leads)
    alone = section.run_in and not lines(section.text)
    return (text if alone and place == 0 else f"- {text}" for place, text in enumerate(found))
