"""Vietnamese text: one normal form, and keys to compare and search by."""

import re
import unicodedata

from ntm.legacy import from_tcvn3, from_vni

_SPACES = re.compile(r"\s+")
_WORDS = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))  # come along with text copied from web pages
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


def from_legacy(text: str, font_name: str) -> str | None:
    """What a cell in a TCVN3 or VNI font shows, as NFC Unicode; None when that is the text itself.

    The font is the only sure sign. Text with letters foreign to the font's encoding was typed in Unicode
    and is left alone. A TCVN3 font whose name ends in H shows capitals only.
    """
    composed = unicodedata.normalize("NFC", text)
    font = font_name.strip()
    if font.lower().startswith(".vn"):
        shown = from_tcvn3(composed)
    elif font.lower().startswith(("vni-", "vni ")):
        shown = from_vni(composed)
    else:
        return None
    if shown and font.lower().startswith(".vn") and font.endswith("H"):
        shown = shown.upper()
    return None if shown in (None, composed) else shown


def _word_key(word: str) -> str:
    """Letters without tones, then the tones in order: where in a syllable a tone stands says nothing."""
    apart = unicodedata.normalize("NFD", word)
    letters = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return _LONE_Y.sub("i", letters) + "".join(_TONES.findall(apart))
