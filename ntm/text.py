"""Vietnamese text: one normal form, and keys to compare and search by."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """NFC, every run of white space (no-break ones too) one blank, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """The key to search by: no tone marks, no case, đ as d. "Ẳng  Cang" → "ang cang"."""
    apart = unicodedata.normalize("NFD", clean(text).replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
