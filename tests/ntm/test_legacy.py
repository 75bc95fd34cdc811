"""The tables are stated a second time here, built another way, so that a slip in one shows."""

import unicodedata

import pytest

from ntm.legacy import from_legacy

SMALL = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
LETTERS = SMALL + SMALL.upper()

# TCVN3: vowels in the order of the alphabet, tones huyền hỏi ngã sắc nặng, over the codes that are free.
TCVN3_CODES = [
    *range(0xA8, 0xAF), *range(0xB5, 0xBA), 0xBB, 0xBC, 0xBD, 0xBE, *range(0xC6, 0xCD), 0xCE, 0xCF,
    *range(0xD0, 0xD9), 0xDC, 0xDD, 0xDE, 0xDF, *range(0xE1, 0xF0), *range(0xF1, 0xFF),
]  # fmt: skip
TCVN3_ORDER = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = {letter: chr(code) for letter, code in zip(TCVN3_ORDER, TCVN3_CODES, strict=True)}

VNI_ROWS = {
    "a": "aø aû aõ aù aï", "ă": "aè aú aü aé aë", "â": "aà aå aã aá aä", "e": "eø eû eõ eù eï",
    "ê": "eà eå eã eá eä", "i": "ì æ ó í ò", "o": "oø oû oõ où oï", "ô": "oà oå oã oá oä",
    "ơ": "ôø ôû ôõ ôù ôï", "u": "uø uû uõ uù uï", "ư": "öø öû öõ öù öï", "y": "yø yû yõ yù î",
}  # fmt: skip
VNI = {"ă": "aê", "â": "aâ", "đ": "ñ", "ê": "eâ", "ô": "oâ", "ơ": "ô", "ư": "ö"} | {
    unicodedata.normalize("NFC", vowel + tone): written
    for vowel, row in VNI_ROWS.items()
    for tone, written in zip("\u0300\u0309\u0303\u0301\u0323", row.split(), strict=True)
}


def in_tcvn3(text):
    return "".join(TCVN3.get(letter, letter) for letter in text.lower())


def in_vni(text):
    return "".join(
        VNI[letter.lower()].upper() if letter.isupper() and letter.lower() in VNI else VNI.get(letter, letter)
        for letter in text
    )


def test_there_are_134_letters():
    assert len(set(LETTERS)) == 134
    assert set(TCVN3) == set(VNI) == set(SMALL)
    assert len(set(TCVN3.values())) == len(set(VNI.values())) == 67


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_comes_back(letter):
    """The "ả" behind it makes sure there is something to convert: VNI "í" and TCVN3 "ý" are themselves."""
    text = letter + ("Ả" if letter.isupper() else "ả")
    assert from_legacy(in_tcvn3(text), ".VnTimeH" if text.isupper() else ".VnTime") == text
    assert from_legacy(in_vni(text), "VNI-Times") == text


NAMES = [
    "Ẳng Cang", "Đứa Mòn", "Nặm Ét", "Quỳnh Nhai", "Tủa Chùa", "Điện Biên", "Mường Ảng", "Xã Pú Nhung",
    "Thị trấn Mường Chà", "Cộng hòa xã hội chủ nghĩa Việt Nam", "HUYỆN ĐIỆN BIÊN ĐÔNG",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_name_comes_back(name):
    assert from_legacy(in_tcvn3(name), ".VnTime") == name.lower()
    assert from_legacy(in_tcvn3(name), ".VnArialH") == name.upper()
    assert from_legacy(in_vni(name), "VNI-Helve") == name


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", ".VnTime", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", ".VnArial", "Độc lập - Tự do - Hạnh phúc"),
        ("B¶o Th¾ng", ".vntime", "Bảo Thắng"),
        ("M\u00adêng Kh\u00ad¬ng", ".VnTime", "Mường Khương"),
        ("§iÖn Biªn", ".VnTimeH", "ĐIỆN BIÊN"),
        ("¼ng Cang", ".VnTime", "ẳng Cang"),  # TCVN3 has no capital with a tone
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "VNI Times", "Độc lập - Tự do - Hạnh phúc"),
        ("AÚng Cang", " VNI-Times", "Ẳng Cang"),
        ("Aúng Cang", "VNI-Times", "Ẳng Cang"),  # capital vowel, small mark
        ("Xa Dung", ".VnTimeH", "XA DUNG"),
    ],
)
def test_from_legacy(text, font, shown):
    assert from_legacy(text, font) == shown


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("§iÖn Biªn", "Times New Roman"),
        ("§iÖn Biªn", ""),
        ("Pa Ham", ".VnTime"),
        ("Pa Ham", "VNI-Times"),
        ("19", ".VnTimeH"),
        ("XA DUNG", ".VnTimeH"),
        ("", ".VnTime"),
        ("Mường Ảng", ".VnTime"),  # Unicode left in an old font
        ("Mường Ảng", ".VnTimeH"),
        ("Hà", ".VnTime"),
        (unicodedata.normalize("NFD", "Hà"), ".VnTime"),
        ("Tủa Chùa", "VNI-Times"),
        ("Chà", "VNI-Times"),
        ("20 – 30ºC", ".VnTime"),
    ],
)
def test_nothing_to_convert(text, font):
    assert from_legacy(text, font) is None
