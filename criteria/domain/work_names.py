"""The name of a work in a form that sums: the same work in other words gets the same name."""

import re

from ntm.text import clean

from .work_words import COUNTED, PEOPLE, SAME_WORKS, SHORT, VERBS

MAX_NAME = 200

# "hoá" and "hóa" are one syllable; most offices write the second.
_OLD_TONES = ["oá", "oà", "oả", "oã", "oạ", "oé", "oè", "oẻ", "oẽ", "oẹ", "uý", "uỳ", "uỷ", "uỹ", "uỵ"]
_NEW_TONES = ["óa", "òa", "ỏa", "õa", "ọa", "óe", "òe", "ỏe", "õe", "ọe", "úy", "ùy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD_TONES, _NEW_TONES, strict=True))
_TONES |= {old.capitalize(): new.capitalize() for old, new in _TONES.items()}
_TONES |= {old.upper(): new.upper() for old, new in _TONES.items()}
_OLD_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES)})(?!\w)")
_SHORT = re.compile(rf"\b(?:{'|'.join(SHORT)})\b", re.IGNORECASE)

# Says when or where in general, or who in general: nothing of what is done.
_BESIDE = re.compile(
    r"\s*\b(?:(?:trong |đến (?:hết )?)?(?:năm|giai đoạn) \d{4}(?:\s*[-–]\s*\d{4})?"
    r"|trên địa bàn(?: toàn)?(?: xã| bản)?|(?:trong|của)(?: toàn)? xã|toàn xã|còn lại|hiện nay"
    r"|theo quy định|từ [\d.,]+\s*% (?:xuống|lên|đến)(?: còn)? [\d.,]+\s*%)(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s*\b(?:tại|ở) (?!nguồn\b|chỗ\b|cơ sở\b|nhà\b|gia đình\b).*?(?=,| và |$)", re.IGNORECASE
)
_START = re.compile(
    r"^(?:[-–+•*:,.\s]+|(?:\d{1,2}|[a-eđ])[.)]\s"
    r"|(?:ubnd )?xã(?= cần| phấn| thành| phải)|cần(?: thiết)?(?: phải)?\b|ph[âấầ]n đ[âấầ]u\b"
    r"|tiếp tục\b|tiếp(?= vận)|hiện\b|dự kiến\b|(?:có )?kế hoạch(?= đầu| đào| xây)|tập trung\b|phải\b"
    r"|sẽ\b)\s*",
    re.IGNORECASE,
)
MANY = (
    "ít nhất|tối thiểu|khoảng|chừng|trên|hơn|gần|tổng số|tổng cộng|số lượng|quy mô|diện tích|chiều dài"
    "|(?<!kéo )dài|tăng thêm|bổ sung thêm|thêm|tương ứng với|tương ứng|còn lại|còn thiếu|còn|thiếu|là"
)
_MANY = re.compile(rf"(?:(?:^|(?<=[\s:,(]))(?:{MANY})|[\s:,(]+)$", re.IGNORECASE)
_MODIFIER = re.compile(r"\b(?:thêm|ít nhất)\s+(?=\w)", re.IGNORECASE)
_HANGING = re.compile(r"[\s,]+(?:cho|tại|ở|của|với|về|thuộc|trong|qua|đến|để|và)$")


_VERB = rf"(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})\b"
_VERBS = re.compile(rf"{_VERB}(?:(?:, | và ){_VERB})*", re.IGNORECASE)


def modern(text: str) -> str:
    """ "hoá" as "hóa", letter for letter."""
    return _OLD_TONE.sub(lambda found: _TONES[found[0]], text)


def begins_work(text: str) -> bool:
    """Whether the text begins as the naming of a work does."""
    return bool(_VERBS.match(text))


def verbs_of(verb: str) -> str:
    """The doing alone, for the next thing that is done: "cứng hóa đường" → "cứng hóa"."""
    found = _VERBS.match(verb)
    return found[0] if found else verb


def strip_many(before: str) -> tuple[str, set[str]]:
    """The text before a figure without "ít nhất", "khoảng", "thêm" …; and the words taken off."""
    taken = set()
    while found := _MANY.search(before):
        taken.add(found[0].casefold())
        before = before[: found.start()]
    return before, taken


def tidy_verb(before: str) -> str:
    """What is done, from the text before the figure, without "cần", "phấn đấu", places and years.

    What a colon parts from it is a heading: "Trường Mầm non: xây dựng".
    """
    text = strip_many(_plain(before))[0]
    tail = _begun(text.rpartition(":")[2])
    text = tail if begins_work(tail) else _begun(text)
    return "" if text == "đạt" else _MODIFIER.sub("", text)


def _begun(text: str) -> str:
    while found := _START.match(text):
        text = text[found.end() :]
    return text


def tidy_object(after: str) -> str:
    """What it is done to, from the text behind the unit; a new thought is left out."""
    text = re.split(r"\(|, (?:cần|phấn đấu)\b", after, maxsplit=1)[0]
    return "" if text.lstrip().startswith((",", ":")) else _plain(text).strip(" ,:")


def name_work(verb: str, noun: str, rest: str, unit: str) -> str:
    """From tidied words: a counted thing belongs to the name, a measure does not.

    People are named only where something is said of them: "giảm hộ nghèo", but "đào tạo".
    """
    thing = rest
    if unit in COUNTED and (rest or not verb or unit not in PEOPLE):
        thing = f"{_plain(noun)} {rest}"
    if not thing.strip():
        verb = _HANGING.sub("", verb)
    return name_of_work(f"{verb} {thing}", unit)


def name_of_work(name: str, unit: str) -> str:
    """The common name, where the work is known to go by several."""
    name = _HANGING.sub("", clean(name))
    known = (one.name for one in SAME_WORKS if one.unit == unit and one.pattern.search(name))
    return next(known, _cut(name))


def _cut(name: str) -> str:
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - 2].rpartition(" ")[0] + " …"


def _plain(text: str) -> str:
    """Small letters but for abbreviations, these in full where known; general places and times left out."""
    text = _SHORT.sub(lambda found: SHORT[found[0].casefold()], clean(text))
    text = _PLACE.sub("", _BESIDE.sub("", text))
    words = (word if any(map(str.isupper, word[1:])) else word.casefold() for word in text.split())
    return modern(" ".join(words)).rstrip(" .…;")
