"""Evidence (minh chứng): which columns want some, how complete it is, how it is named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ntm.text import clean

from .values import Kind, Measure

MAX_NAME = 200
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")  # ".pdf", not the ".2022" of a number
# What no file system takes, and marks that turn the direction of reading and so hide an ending.
_STRANGE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def wanting(measures: Iterable[Measure]) -> list[Measure]:
    """The columns of a set that evidence is for: indicators, and criteria that have none; in their order."""
    found = list(measures)
    divided = {one.criterion for one in found if one.kind is not Kind.CRITERION}
    return [one for one in found if one.kind is not Kind.CRITERION or one.number not in divided]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the columns of one commune have evidence."""

    done: int
    total: int

    def __str__(self) -> str:
        return f"{self.done}/{self.total} có minh chứng"

    @property
    def short(self) -> str:
        return f"{self.done}/{self.total}"

    @property
    def missing(self) -> int:
        return self.total - self.done


def file_name(sent: str, suffix: str) -> str:
    """The name under which a file is handed out again: as sent, without folders and signs that could mislead,
    and with the ending of what it is. "C:\\quét\\báo cáo.PDF.exe" that is a PDF → "báo cáo.PDF.pdf"."""
    base = clean(_STRANGE.sub(" ", re.split(r"[/\\]", sent)[-1])).strip(". ")
    stem = _ENDING.sub("", base).strip(". ") or "minh chứng"
    return f"{stem[: MAX_NAME - len(suffix)].strip('. ')}{suffix}"


def decision_words(number: str, issued_on: date | None, issuer: str = "") -> str:
    """ "số 12/QĐ-UBND ngày 05/03/2022 của UBND huyện"; "" without a number."""
    if not number:
        return ""
    day = f" ngày {issued_on:%d/%m/%Y}" if issued_on else ""
    return f"số {number}{day}{f' của {issuer}' if issuer else ''}"


def told(title: str, decision: str, name: str) -> str:
    """How the history names an evidence: "Quyết định (số 12/QĐ-UBND; quét.pdf)", "ảnh đường.jpg"."""
    if name.rpartition(".")[0] == title:
        title, name = name, ""
    inside = "; ".join(part for part in (decision, name) if part)
    return f"{title} ({inside})" if inside else title
