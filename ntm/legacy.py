"""The two encodings Vietnamese offices used before Unicode: TCVN3 (ABC) and VNI-Windows.

A file in them holds ordinary Latin-1 characters which only the font shows as Vietnamese letters.
"""

import re
import unicodedata

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

# TCVN3 gives each letter one code. The "ư" is a soft hyphen, hence written by its number.
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

# VNI puts a second character behind the vowel. It says tone and circumflex, or tone and breve, at once.
_VNI_TONES = {"ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ù": _ACUTE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "á": _ACUTE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "é": _ACUTE, "ë": _DOT}
_VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
_VNI_SINGLE = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "î": "ỵ",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "í": "í",
    "ò": "ị",
}


def _vni_letters() -> dict[str, str]:
    """Every lower-case letter as VNI writes it → the letter."""
    marks = [(vowel, mark, tone) for vowel in _VNI_VOWELS for mark, tone in _VNI_TONES.items()]
    marks += [(vowel, mark, _CIRCUMFLEX + tone) for vowel in "aeo" for mark, tone in _VNI_CIRCUMFLEX.items()]
    marks += [("a", mark, _BREVE + tone) for mark, tone in _VNI_BREVE.items()]
    pairs = {vowel + mark: _VNI_VOWELS[vowel] + accents for vowel, mark, accents in marks}
    return {
        written: unicodedata.normalize("NFC", letter) for written, letter in (pairs | _VNI_SINGLE).items()
    }


_VNI = _vni_letters()
_VNI_WRITTEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)


def from_legacy(text: str, font_name: str) -> str | None:
    """What a cell in a TCVN3 or VNI font shows, as NFC Unicode; None when that is the text itself.

    The font is the only sure sign. Text with letters foreign to the font's encoding was typed in Unicode
    and is left alone. A TCVN3 font whose name ends in H shows capitals only.
    """
    composed = unicodedata.normalize("NFC", text)
    font = font_name.strip()
    if font.lower().startswith(".vn"):
        shown = _from_tcvn3(composed)
    elif font.lower().startswith(("vni-", "vni ")):
        shown = _from_vni(composed)
    else:
        return None
    if shown and font.lower().startswith(".vn") and font.endswith("H"):
        shown = shown.upper()
    return None if shown in (None, composed) else shown


def _from_tcvn3(text: str) -> str | None:
    """TCVN3 text as Unicode; None when it holds letters TCVN3 does not use, so cannot be TCVN3."""
    return None if _has_foreign_letters(text.translate(dict.fromkeys(_TCVN3))) else text.translate(_TCVN3)


def _from_vni(text: str) -> str | None:
    """VNI text as Unicode; None when it holds letters that VNI does not use, or not in that place."""
    return None if _has_foreign_letters(_VNI_WRITTEN.sub("", text)) else _VNI_WRITTEN.sub(_vni_letter, text)


def _vni_letter(written: re.Match[str]) -> str:
    letter = _VNI[written[0].lower()]
    return letter.upper() if written[0][0].isupper() else letter


def _has_foreign_letters(rest: str) -> bool:
    """Whether letters beyond ASCII are left. Signs such as º are no letters of a word and do not count."""
    return any(not sign.isascii() and unicodedata.category(sign) in ("Lu", "Ll", "Mn") for sign in rest)
