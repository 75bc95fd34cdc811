"""Which of an annex's own lines a printed title is: by its number and words, never by a silent guess."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from ntm.text import clean, fold

from .definition import FixedLine

_BULLET = re.compile(r"^[\s\-–—+*•]+")
_ORDINAL = re.compile(r"^(\d{1,2}(?:[.,]\d{1,2})*)\s*[.)]?\s+(?=\S)")
_BRACKETS = re.compile(r"\([^()]*\)?")  # a scan may lose the closing one
_FILLERS = frozenset(("so", "ve", "cac", "va"))  # "tiêu chí số 5 về trường học", "tiêu chí 5 trường học"
_NEAR = 0.75  # likeness from which a line is thought of
_CLOSE = 0.9  # and from which it is meant where no other comes near
_APART = 0.06  # by which it must be nearer than the next


@dataclass(frozen=True, slots=True)
class LineMatch:
    """``line`` is clear, and by more than letters without tones where not ``is_exact``; else ``candidates``
    may be meant.
    """

    line: FixedLine | None = None
    is_exact: bool = True
    candidates: tuple[FixedLine, ...] = ()


@dataclass(frozen=True)
class LineNames:
    """The lines of one annex, to be found by what is printed."""

    lines: Sequence[FixedLine]

    def find(self, ordinal: str, title: str) -> LineMatch:
        """``ordinal`` as the sheet has it, "7,1" too; it decides where words alone do not."""
        number, key = ordinal_key(ordinal), title_key(title)
        same = self._numbered(self._by_key.get(key, ()), number)
        if len(same) == 1:
            return LineMatch(same[0])
        if same:
            return LineMatch(candidates=tuple(same))
        return self._near(number, key, title_key(_BRACKETS.sub(" ", title)))

    def split(self, title: str) -> tuple[str, str]:
        """("7.1", "Xã …") of "7.1. Xã …"; the number is empty where the annex has no such line."""
        found = _ORDINAL.match(clean(title))
        if found is None or ordinal_key(found[1]) not in self._ordinals:
            return "", title
        return ordinal_key(found[1]), clean(title)[found.end() :]

    @cached_property
    def _ordinals(self) -> frozenset[str]:
        return frozenset(line.ordinal for line in self.lines if line.ordinal)

    @cached_property
    def _by_key(self) -> dict[str, list[FixedLine]]:
        found: dict[str, list[FixedLine]] = {}
        for line in self.lines:
            for key in dict.fromkeys(map(title_key, (line.title, *line.aliases))):
                found.setdefault(key, []).append(line)
        return found

    def _numbered(self, lines: Iterable[FixedLine], number: str) -> list[FixedLine]:
        """Of lines with one title the one with the number, if that tells them apart."""
        found = list(lines)
        exact = [line for line in found if line.ordinal == number]
        return exact if len(found) > 1 and exact else found

    def _near(self, number: str, key: str, bare: str) -> LineMatch:
        ranked = self._ranked(key, bare)
        likeness = [ratio for ratio, _ in ranked]
        if ranked and (likeness[0] >= _CLOSE or (number and ranked[0][1].ordinal == number)):
            alone = len(ranked) == 1 or likeness[0] - likeness[1] >= _APART
            if alone and ranked[0][1].ordinal in ("", number):
                return LineMatch(ranked[0][1], is_exact=False)
        others = [line for line in self._by_words(key) if line not in [near for _, near in ranked]]
        return LineMatch(candidates=tuple([line for _, line in ranked] + others)[:4])

    def _ranked(self, key: str, bare: str) -> list[tuple[float, FixedLine]]:
        """Lines that say nearly the same with the same figures in it, the nearest first."""
        best: dict[str, tuple[float, FixedLine]] = {}
        for known, lines in self._by_key.items():
            ratio = _likeness(known, key, bare)
            for line in lines if ratio >= _NEAR else ():
                if ratio > best.get(line.key, (0.0, line))[0]:
                    best[line.key] = (ratio, line)
        return sorted(best.values(), key=lambda found: -found[0])

    def _by_words(self, key: str) -> list[FixedLine]:
        """Lines with the same words beside other figures, and those whose title the text goes on from."""
        words = _without_figures(key)
        found = [
            line
            for known, lines in self._by_key.items()
            if _without_figures(known) == words or key.startswith(f"{known} ")
            for line in lines
        ]
        return list(dict.fromkeys(found)) if words else []


def title_key(title: str) -> str:
    """What is compared of a title: letters without marks and figures, without the words that come and go."""
    words = re.findall(r"[a-z]+|\d+", fold(_BULLET.sub("", title)))
    return " ".join(word for word in words if word not in _FILLERS)


def ordinal_key(ordinal: str) -> str:
    """ "7,1" and "7.1." are 7.1."""
    return clean(ordinal).replace(",", ".").strip(".() ")


def _likeness(known: str, key: str, bare: str) -> float:
    """Of two titles with the same figures in them, from 0 to 1."""
    return max(
        SequenceMatcher(None, known, said, autojunk=False).ratio()
        if re.findall(r"\d+", known) == re.findall(r"\d+", said)
        else 0.0
        for said in dict.fromkeys((key, bare))
    )


def _without_figures(key: str) -> str:
    return " ".join(word for word in key.split() if not word.isdecimal())
