"""The texts inside the cells of a block: where a criterion or an item begins, and the numbers they bear."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ntm.text import clean, fold

from .read import RawCell

_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:p|b|strong|i|em|u|sup|sub)>|\*\*", re.IGNORECASE)  # of text copied as a web page
_BULLET = re.compile(r"^[-–+•*]\s*(?=\S)")
_ITEM = re.compile(
    r"^[-–+•*\s]*(?:(?:chỉ tiêu|tiêu chí|ct|tc)\s*(?:số)?\s*:?\s*"
    r"|(?=\d{1,2}\.\d{1,2}\s*(?:[-–:)]|\.\s*[^\W\d])|\d{1,2}\s*:))"
    r"0*(?P<number>\d{1,2}(?:\.\d{1,2})?)(?![\d%]|[.,]\d)",
    re.IGNORECASE,
)
_CRITERION = re.compile(
    r"^[-–+•*\s]*(?:(?:tiêu chí|tc)\s*(?:số)?\s*:?\s*|(?=\d{1,2}\s*[-–.:)]\s*[^\W\d]))"
    r"0*(?P<number>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
# Several of them in one line: the breaks were lost on the way.
_NEXT_ITEM = re.compile(r"(?<![-–+•*\s])\s+(?=(?:Chỉ tiêu|Tiêu chí)(?: số)? \d{1,2}(?:\.\d{1,2})?\s*:)")
_NEXT_CRITERION = re.compile(r"(?<![-–+•*\s])\s+(?=Tiêu chí(?: số)? \d{1,2}\s*[-–:])")
_OF_INDICATORS = re.compile(r"^[-–+•*\s]*(?:chỉ tiêu|ct)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\d.,])\d{1,2}\.\d{1,2}(?![\d%]|[.,]\d)")
_UNMET_COUNT = re.compile(r"\b0*(\d{1,3})\s*(?:chỉ tiêu|CT)\b", re.IGNORECASE)
_COUNTS = re.compile(r"\b0*(\d{1,3})\s*(?:tiêu chí|TC)\b(?:\D{0,5}?0*(\d{1,3})\s*(?:chỉ tiêu|CT)\b)?", re.I)
_JOINTS = re.compile(r"\b(?:và|hoặc|của|cho|tại|ở|với|các|những|trong|từ|theo|về|do|bởi)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a criterion's text says is not met: ``codes`` of indicators, or how many, or all of it."""

    number: str
    codes: tuple[str, ...] = ()
    count: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.count is None and not self.codes


def plain_text(cell: RawCell) -> str:
    """The cell's text in one line, without marks of bold."""
    return clean(_MARKUP.sub("", _BREAK.sub(" ", cell.text)))


def item_texts(cell: RawCell) -> list[str]:
    """The items in the cell, each with all of its lines."""
    return _texts(cell, _NEXT_ITEM, item_number)


def criterion_texts(cell: RawCell, number_of: Callable[[str], str]) -> list[str]:
    """The criteria in the cell; ``number_of`` gives the number a text begins with, if only by its name."""
    return _texts(cell, _NEXT_CRITERION, number_of)


def item_number(text: str) -> str:
    """ "13.7" of "Chỉ tiêu số 13.7: …", "10" of "Tiêu chí số 10: …"; "" where there is none."""
    found = _ITEM.match(text)
    return found["number"] if found else ""


def criterion_number(text: str) -> str:
    """ "6" of "Tiêu chí số 06-Cơ sở vật chất văn hóa: …", of "6. Văn hóa"; "" where there is none."""
    found = _CRITERION.match(text)
    return found["number"] if found else ""


def named_number(text: str, names: Iterable[tuple[str, str]]) -> str:
    """The number of the criterion whose folded name the text begins with: "Giao thông: chưa đạt …"."""
    said = fold(_BULLET.sub("", text))
    fits = [
        (len(name), number) for name, number in names if said.startswith(name) and _ends(said[len(name) :])
    ]
    return max(fits, default=(0, ""))[1]


def _ends(rest: str) -> bool:
    """Whether nothing of the name is left: "Văn hóa: chưa đạt", but not "Văn hóa bản"."""
    return rest.lstrip()[:1] in ("", "-", "–", ":", "(")


def unmet_of(text: str, number: str) -> Unmet:
    """What the criterion's text says of its indicators."""
    said = text.partition(":")[2] or text
    codes = tuple(dict.fromkeys(_CODE.findall(said)))
    count = _UNMET_COUNT.search(said)
    return Unmet(number, codes, int(count[1]) if count and not codes else None)


def counts_of(text: str) -> tuple[int, int | None] | None:
    """(12, 45) of "12 tiêu chí/45 chỉ tiêu."; None where the text counts no criteria."""
    found = _COUNTS.search(text)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def goes_on(before: str, line: str) -> bool:
    """Whether a line that begins without a number is the rest of the text before it.

    A list below "gồm:" belongs to it; so does what begins in lower case or with a figure while the sentence
    before is open. A new sentence is an item of its own.
    """
    if _BULLET.match(line):
        return before.endswith(":") or "\n" in before or (before.endswith(";") and not _BULLET.match(before))
    first = line[0]
    if first.isdigit():
        return not before.endswith((".", ";"))
    if first.islower():
        return not before.endswith(".")
    if not first.isalpha():
        return True
    is_open = before.count("(") > before.count(")") or before.endswith((",", ":", "(", "/", "–", " -"))
    return is_open or bool(_JOINTS.search(before))


def joined(before: str, line: str) -> str:
    """The two as one text; the lines of a list stay lines."""
    return f"{before}\n{line}" if _BULLET.match(line) else f"{before} {line}"


def _texts(cell: RawCell, joint: re.Pattern[str], number_of: Callable[[str], str]) -> list[str]:
    texts: list[str] = []
    for line in _lines(cell, joint):
        if texts and not number_of(line) and (_OF_INDICATORS.match(line) or goes_on(texts[-1], line)):
            texts[-1] = joined(texts[-1], line)
        else:
            texts.append(line)
    return texts


def _lines(cell: RawCell, joint: re.Pattern[str]) -> list[str]:
    parts = (part for line in cell.lines or (cell.text,) for part in _BREAK.split(line))
    cleaned = (clean(_MARKUP.sub("", part)) for part in parts)
    return [piece for line in cleaned if line for piece in joint.split(line)]
