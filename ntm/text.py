"""Vietnamese text: one normal form, and keys to compare and search by."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
# Come along with text copied from web pages and old programs; the last of them no workbook can hold.
_INVISIBLE = dict.fromkeys(
    [*map(ord, "\u200b\u2060\ufeff\x7f\ufffe\uffff"), *range(0x09), *range(0x0E, 0x1C)]
)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# The Icelandic and African letters look exactly like the Vietnamese one and old keyboards wrote them.
_LIKE_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
# "Mỹ" is also written "Mĩ", "Quy" also "Qui"; behind another vowel the two differ ("thuý", "thúi").
_LONE_Y = re.compile(r"(?<=^qu)y|(?<=[bcdđghklmnprstvx])y$")


def clean(text: str) -> str:
    """NFC, every run of white space (no-break ones too) one blank, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE)).strip()


def fold(text: str) -> str:
    """The key to search by: no tone marks, no case, đ as d. "Ẳng  Cang" → "ang cang"."""
    plain_d = clean(text).translate(_LIKE_D).replace("đ", "d").replace("Đ", "D")
    apart = unicodedata.normalize("NFD", plain_d)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def spelling_key(text: str) -> str:
    """The key under which two spellings of the same words are equal; tones and vowels still count.

    Case, blanks, Unicode form, the place of the tone mark (hòa, hoà) and i or y behind a consonant
    (Mỹ, Mĩ) make no difference. The key is for comparing only, not for showing.
    """
    words = _WORDS.findall(clean(text).translate(_LIKE_D).casefold())
    return " ".join(_word_key(word) for word in words)


def _word_key(word: str) -> str:
    """Letters without tones, then the tones in order: where in a syllable a tone stands says nothing."""
    apart = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return _LONE_Y.sub("i", letters) + "".join(_TONES.findall(apart))
