"""What a printed item of remaining work counts: "Cần cứng hóa ít nhất 6.2 Km." → cứng hóa, 6.2, km.

Only what the text states as work left is an amount. Levels and shares ("đạt 42 triệu đồng/người/năm",
"ít nhất 34%"), years, numbers of papers and money are none. What could be read in two ways is not read:
the text is kept beside the amounts, and work without an amount is counted as such.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from ntm.text import clean

from .work_figures import Mention, mentions, unit_of
from .work_names import (
    begins_work,
    modern,
    name_of_work,
    name_work,
    strip_many,
    tidy_object,
    tidy_verb,
    verbs_of,
)
from .work_words import COUNTED, VILLAGES


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of what. ``funded`` is the part that has its funds already, None where it is not said."""

    what: str
    quantity: Decimal
    unit: str
    funded: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """``number`` of the criterion or indicator as printed before the text, "" where there is none.

    ``doubtful``: figures that look like amounts and could not be read ("1.250 km").
    """

    number: str
    text: str
    amounts: tuple[Amount, ...] = ()
    doubtful: tuple[str, ...] = ()


# No item of work is longer; what is, is a table in one cell, and would take long to read.
MAX_TEXT, MAX_FIGURES = 1000, 40
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBERED = re.compile(
    r"^[-–+•*\s]*(?:(?:chỉ tiêu|tiêu chí|ct|tc)(?: số)?\s*:?\s*|(?=\d{1,2}\.\d{1,2}\s*[-–:.)]\s*\D))"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?(?:\s*(?:[,;]|và)\s*\d{1,2}\.\d{1,2})*)(?![\d%]|[.,]\d)[-–:.)\s]*",
    re.IGNORECASE,
)
# A semicolon, a full stop, the dash of a list.
_CLAUSE_END = re.compile(r";\s*|(?<=[^.\s])\.\s+(?=[A-ZĐÀ-Ỹ])|\s[-–+•]\s+(?=[A-ZĐÀ-Ỹ])")
_OPEN_LIST = re.compile(r"\b(?:trong đó|gồm|cụ thể)\s*:[^()]*$", re.IGNORECASE)


@lru_cache(16384)  # pages read the same items again and again
def read_item(text: str) -> Item:
    """The number before the text, and the amounts in it."""
    text = clean(text)
    found = _NUMBERED.match(text)
    number = re.sub(r"^0+(?=\d)", "", found["number"]) if found else ""
    rest = text[found.end() :] if found else text
    if not 0 < len(_FIGURE.findall(rest)) <= MAX_FIGURES or len(rest) > MAX_TEXT:
        return Item(number, rest)
    clauses: list[_Clause] = []
    for part in _clauses(modern(rest)):
        clauses.append(_Clause(part, clauses[-1].verb if clauses else ""))
    amounts = tuple(amount for clause in clauses for amount in clause.amounts)
    return Item(number, rest, amounts, tuple(text for clause in clauses for text in clause.doubtful))


@lru_cache(16384)
def amounts_of(
    text: str, quantity: Decimal | None, unit: str = "", funded: Decimal | None = None
) -> tuple[Amount, ...]:
    """Of an item whose figures a person typed: those, and the work's name from its text.

    Without a typed quantity what the text says.
    """
    read = read_item(text)
    if quantity is None:
        return read.amounts
    unit = unit_of(unit)
    same = [one for one in read.amounts if (one.quantity, one.unit) == (quantity, unit)]
    what = same[0].what if same else name_of_work(tidy_verb(modern(read.text)), unit)
    return (Amount(what, quantity, unit, funded),)


def _clauses(text: str) -> Iterator[str]:
    """Sentences and what semicolons part; a list that "trong đó:" opens goes to the end."""
    start = 0
    for end in _CLAUSE_END.finditer(text):
        before, after = text[start : end.start()], text[end.end() :]
        is_inside = before.rfind("(") > before.rfind(")")
        if not (is_inside or _OPEN_LIST.search(before) or _PART_START.match(after)):
            yield text[start : end.start()]
            start = end.end()
    yield text[start:]


# A part of the amount before it, never another amount.
_PART_WORDS = (
    r"(?:trong đó|bao gồm|gồm|cụ thể|riêng|(?:đã|chưa) (?:được )?(?:bố trí|có) (?:nguồn )?(?:vốn|kinh phí))\b"
)
_PART_START = re.compile(_PART_WORDS, re.IGNORECASE)
_PART = re.compile(
    r"\s*\((?P<inside>[^()]*\b(?:trong đó|gồm|cụ thể|riêng|vốn|kinh phí)\b[^()]*)\)"
    rf"|[,:;.]?\s*\b(?P<tail>{_PART_WORDS}.*)$",
    re.IGNORECASE,
)
_FUNDED = re.compile(
    r"\bđã (?:được )?(?:bố trí|có|phân bổ|giao|cấp|ghi) (?:đủ )?(?:kế hoạch )?(?:nguồn )?(?:vốn|kinh phí)"
    r"(?: đầu tư)?",
    re.IGNORECASE,
)


class _Clause:
    """One clause, read: ``amounts``, ``doubtful`` figures, and the ``verb`` the next one may go on with."""

    def __init__(self, text: str, verb: str) -> None:
        self._text, self._parts = _without_parts(text)
        self.verb = verb
        told = _sorted_out(self._text)
        # Where nothing else is counted, the villages the work is done in count it.
        found = told.counted or (told.places if len(told.places) == 1 else [])
        unread = [one for one in found if one.value is None]
        self.doubtful = tuple(one.text for one in (*unread, *told.unclear))
        self.amounts = tuple(self._read(found))

    def _read(self, found: Sequence[Mention]) -> Iterator[Amount]:
        starts = [0, *(_next_start(self._text, *pair) for pair in pairwise(found)), len(self._text)]
        for one, (start, end) in zip(found, pairwise(starts), strict=False):
            before, after = self._text[start : one.start], self._text[one.end : end]
            self.verb = self._verb_of(before, is_first=start == 0)
            if one.value is None:
                continue
            aside = before.rstrip().endswith("(") or bool(_WHERE.search(strip_many(before)[0]))
            what = name_work(
                self.verb, "" if aside else one.noun, "" if aside else tidy_object(after), one.unit
            )
            yield Amount(what, one.value, one.unit, self._funded(one, end))

    def _verb_of(self, before: str, *, is_first: bool) -> str:
        """A list goes on with what is done: "cứng hóa đường xã 2 km, đường bản 3 km"."""
        verb = tidy_verb(before)
        if not verb or (not is_first and not begins_work(verb)):
            return f"{verbs_of(self.verb)} {verb}".strip()
        return verb

    def _funded(self, amount: Mention, end: int) -> Decimal | None:
        """What the part behind the amount says of its funds; None where nothing, or nothing clear."""
        texts = [text for place, text in self._parts if amount.end <= place <= end]
        said = [figure for text in texts for figure in _funded_in(text, amount)]
        return said[0] if len(said) == 1 else None


def _without_parts(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without the parts of its amounts; and these, each with the place where it stood."""
    parts: list[tuple[int, str]] = []
    while found := next((one for one in _PART.finditer(text) if any(mentions(text[: one.start()]))), None):
        parts.append((found.start(), found["inside"] or found["tail"]))
        text = text[: found.start()] + text[found.end() :]
    return text, parts


def _funded_in(part: str, amount: Mention) -> Iterator[Decimal]:
    """The figures that have their funds; the whole amount where the part says so and names none."""
    for piece in re.split(r"[,;]\s| và ", part):
        if not _FUNDED.search(piece) or re.search(r"\bchưa\b", piece, re.IGNORECASE):
            continue
        told = list(mentions(piece))
        if not told and amount.value is not None and _FUNDED.fullmatch(piece.strip(" .")):
            yield amount.value
        for value in (one.value for one in told if one.unit == amount.unit):
            if value is not None and amount.value is not None and value <= amount.value:
                yield value


# ---- which figures of a clause count the work itself ----

# "năm 2023", "mức độ 3", "rộng 3,5 m": a name, a number or a measure of something.
_NAMED = re.compile(
    r"(?:^|[\s(])(?:số|mức độ|mức|năm|tháng|ngày|quý|giai đoạn|điều|khoản|thứ|hạng|loại|lần|khóa|khu vực|vùng"
    r"|quốc lộ|ql|tỉnh lộ|(?:trường|nhà|đường) cấp|mỗi(?: \w+){0,3}|bình quân|mặt đường|(?<!mở )rộng"
    r"|(?<!nâng )cao|sâu|dày|khẩu độ|đường kính|công suất|dung tích)\s*$",
    re.IGNORECASE,
)
# "bản 5 hộ ông Lường" may be a village's number; "đường bản 5 km" is none.
_NUMBERED_PLACE = re.compile(r"(?:^|[\s(])(?:tổ|bản|thôn|xóm|tiểu khu|đội|nhóm)\s*$", re.IGNORECASE)
_LEVEL = re.compile(
    r"(?:^|\s)(?:từ|lên|xuống|đến|tới|dưới|bằng|duy trì|giữ vững)\s*$|\bgiảm(?: \w+)* còn\s*$", re.IGNORECASE
)
_REACHED = re.compile(r"(?:^|\s)đạt\s*$", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|\s)(?:tại|ở|trong|thuộc|của|qua|trên địa bàn|giữa)(?: các)?\s*$", re.IGNORECASE)
# What tells of the amount before it: "02 công trình cho 120 hộ".
_ASIDE = re.compile(r"\b(?:cho|với|tại|ở|có|gồm|từ|trong|của|phục vụ|để|trên|thuộc|qua|mỗi)\b", re.IGNORECASE)
_JOINT = re.compile(r"(?:,|\bvà\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Figures that count work, that say in how many places, and of which neither is clear."""

    counted: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    unclear: list[Mention] = field(default_factory=list)


def _sorted_out(text: str) -> _Sorted:
    found = _Sorted()
    for one in mentions(text):
        before, taken = strip_many(text[: one.start])
        if _is_name(text[: one.start], one) or _is_level(text[: one.start], before, taken):
            continue
        last = found.counted[-1] if found.counted else None
        if _WHERE.search(before) or _goes_on(text, found.places, one):
            found.places.append(one)
        elif last is None or _next_start(text, last, one) >= 0:
            found.counted.append(one)
        elif not text[last.end : one.start].strip():  # "2 km 300 m" is one figure
            found.counted[-1] = replace(last, value=None)
        elif not _ASIDE.search(text[last.end : one.start]):
            found.unclear.append(one)
    return found


def _is_name(before: str, one: Mention) -> bool:
    return bool(_NAMED.search(before) or (one.unit in COUNTED and _NUMBERED_PLACE.search(before)))


def _goes_on(text: str, places: Sequence[Mention], one: Mention) -> bool:
    """ "tại 15 bản, 2 thôn": the second says where as well."""
    between = text[places[-1].end : one.start].strip() if places else ""
    return one.unit in VILLAGES and bool(_JOINT.fullmatch(between))


def _is_level(whole: str, before: str, taken: set[str]) -> bool:
    """ "đạt 15 bản" says how many there shall be, "đạt thêm 2 bản" how many are left."""
    if _LEVEL.search(before) or _LEVEL.search(whole):
        return True
    return bool(_REACHED.search(before)) and not any("thêm" in word for word in taken)


def _next_start(text: str, one: Mention, other: Mention) -> int:
    """Where the naming of the other amount's work begins; -1 where the figure only tells of the first.

    "45 biển tại 15 bản và 13 km đường": behind "và". "2 cầu, sửa chữa, nâng cấp 3 cống": at "sửa chữa".
    "đường xã 2 km, đường bản 3 km": behind the comma, for the unit is the same. "2 công trình cho 120 hộ":
    nowhere.
    """
    gap = text[one.end : other.start]
    joints = list(_JOINT.finditer(gap))
    start = -1
    for joint in reversed(joints):
        tail = gap[joint.end() :]
        is_bare = start < 0 and not strip_many(tail)[0]
        if not is_bare and not begins_work(tail):
            break
        start = joint.end()
    if start < 0 and joints and one.unit == other.unit and not _ASIDE.search(gap[joints[-1].end() :]):
        start = joints[-1].end()
    return one.end + start if start >= 0 else -1
