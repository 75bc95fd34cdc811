"""The figures that a plan's running text repeats from its annexes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from ntm.numbers import AmbiguousNumber, NotANumber, parse_number

_FIGURE = r"\d+(?:[.,]\d+)*"
_CRITERION = re.compile(
    r"(?<![\d/.,])(?P<count>\d+)(?:/(?P<of>\d+))? xã (?:đạt|hoàn thành) tiêu chí (?:số )?(?P<number>\d+)\b"
)
_PERCENT = re.compile(rf"(?:đạt|chiếm|tỷ lệ)\s+(?P<percent>{_FIGURE})\s*%")
_END = re.compile(r";|\.(?=\s|$)")
_YEAR = re.compile(r"\b[Nn]ăm (20\d\d)\b")
_GAP = r"[^.;,()]{0,60}?"  # a few words of the same part of the sentence

# Line of the yearly targets → how the text says the same. The figure is the first group.
_LINES = (
    ("7.1", re.compile(r"(\d+) xã đạt chuẩn nông thôn mới kiểu mẫu")),
    ("7.2", re.compile(r"(\d+) xã đạt chuẩn nông thôn mới nâng cao")),
    ("7.3.19", re.compile(r"(\d+) xã đạt chuẩn nông thôn mới(?!\s+(?:kiểu mẫu|nâng cao))")),
    ("2", re.compile(rf"số tiêu chí bình quân{_GAP}({_FIGURE}) tiêu chí/xã")),
    ("8", re.compile(rf"(\d+) thôn, bản{_GAP}đạt chuẩn nông thôn mới và {_GAP}kiểu mẫu")),
    ("3", re.compile(rf"[Tt]hu nhập bình quân{_GAP}đạt {_GAP}({_FIGURE}) triệu đồng")),
    ("4", re.compile(rf"[Tt]ỷ lệ hộ nghèo{_GAP}(?:xuống còn|còn|đạt) ({_FIGURE})\s*%(?!/)")),
    ("5", re.compile(rf"[Tt]ỷ lệ lao động qua đào tạo{_GAP}({_FIGURE})\s*%")),
    ("6", re.compile(rf"nước hợp vệ sinh{_GAP}đạt ({_FIGURE})\s*%")),
    ("6.1", re.compile(rf"hệ thống cấp nước tập trung{_GAP}đạt ({_FIGURE})\s*%")),
)
_AT_LEAST = re.compile(r"(?:ít nhất|tối thiểu|mỗi huyện)\D{0,12}$", re.IGNORECASE)
_LIST = re.compile(r"\((?P<count>\d+) xã\):\s*(?P<names>.+)$")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in the text, with the ``words`` around it: ``line`` is that of the yearly targets it repeats.

    ``of`` and ``percent`` stand beside it where the text has them; ``year`` it speaks of, None: the last one.
    """

    line: str
    text: str
    words: str
    of: str = ""
    percent: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SaidList:
    """So many communes, and their names."""

    count: int
    names: str
    words: str


def figures_in(text: str, *, is_goal: bool = True) -> Iterator[Said]:
    """Every figure of one paragraph that a line of the yearly targets states too.

    Outside of a plan's goals (``is_goal`` False) only how many communes meet a criterion.
    """
    yield from _criteria_in(text)
    for line, pattern in _LINES if is_goal else ():
        for found in pattern.finditer(text):
            if not _AT_LEAST.search(text[: found.start()]):
                share = _PERCENT.match(text[found.end() :].lstrip(" ,."))
                percent = share["percent"] if share else ""
                yield Said(line, found[1], found[0], "", percent, _year_before(text, found.start()))


def _criteria_in(text: str) -> Iterator[Said]:
    heads = list(_CRITERION.finditer(text))
    for head, after in zip_longest(heads, heads[1:]):
        rest = text[head.end() : after.start() if after else len(text)]
        end = _END.search(rest)
        share = _PERCENT.search(rest[: end.start()] if end else rest)
        yield Said(
            f"7.4.{int(head['number'])}",
            head["count"],
            head[0],
            head["of"] or "",
            share["percent"] if share else "",
            _year_before(text, head.start()),
        )


def lists_in(text: str) -> Iterator[SaidList]:
    for found in _LIST.finditer(text):
        yield SaidList(int(found["count"]), found["names"], found[0])


def figure_in_text(text: str) -> Decimal | None:
    try:
        return parse_number(text, decimals=True)
    except (NotANumber, AmbiguousNumber):
        return None


def _year_before(text: str, at: int) -> int | None:
    """The last year the paragraph names before the place."""
    years: Iterable[str] = _YEAR.findall(text[:at])
    return int([*years][-1]) if years else None
