"""Printed names against the units of both provinces."""

import csv
import unicodedata

import pytest

from communes.domain.names import NameIndex, Unit, split_note, split_type

from ...plans.dien_bien import ROOT, name_index

DIEN_BIEN, SON_LA = name_index("11"), name_index("14")


def told(found):
    """(likeness, name of the unit, names of the candidates)"""
    unit = found.unit.full_name if found.unit else ""
    return str(found.likeness), unit, [candidate.full_name for candidate in found.candidates]


def match(printed, district=None, index=DIEN_BIEN):
    inside = next((unit.id for unit in index.districts if unit.name == district), None)
    return told(index.match_commune(printed, inside))


def printed_names():
    with (ROOT / "tests/data/printed_names.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("kind", "code", "printed", "official"), printed_names())
def test_printed_names_of_the_seed(kind, code, printed, official):
    district = next(unit for unit in DIEN_BIEN.districts if unit.code == code)
    of_district = kind == "district"
    found = (
        DIEN_BIEN.match_district(printed) if of_district else DIEN_BIEN.match_commune(printed, district.id)
    )
    assert found.unit.name == official
    assert district.id == (found.unit.id if of_district else found.unit.district_id)


@pytest.mark.parametrize(
    "printed",
    [
        *("Mường Báng", "Xã Mường Báng", "xã mường báng", "XÃ MƯỜNG BÁNG", "X. Mường Báng", "X.Mường Báng"),
        *("Xã: Mường Báng", "xã.Mường Báng", "Xã\nMường Báng", "Mường  Báng", "Mường\u00a0Báng"),
        *("- Xã Mường Báng", "+ Mường Báng", "1. Mường Báng", "1) Xã Mường Báng", "III. Mường Báng"),
        *("Mường Báng (ĐBKK)", "Xã Mường Báng (xã ĐBKK)", "Mường Báng (*)", "Mường Báng [1]", "Mường Báng¹"),
        *("Mường Báng*", "Mường Báng.", "Mường Báng;", "“Mường Báng”", "Xã Mường Báng - ĐBKK"),
        *("Mường Báng (đạt chuẩn năm 2023)", "Xã Mường Báng, huyện Tủa Chùa", "Mường Báng (huyện Tủa Chùa)"),
        *("UBND xã Mường Báng", "Ủy ban nhân dân xã Mường Báng", unicodedata.normalize("NFD", "Mường Báng")),
    ],
)
def test_same_name_however_written(printed):
    assert match(printed, "Tủa Chùa") == ("exact", "xã Mường Báng", [])


@pytest.mark.parametrize(
    ("printed", "district", "likeness", "official"),
    [
        ("Muong Bang", "Tủa Chùa", "folded", "xã Mường Báng"),
        ("Mương Bảng", "Tủa Chùa", "folded", "xã Mường Báng"),
        ("Tả Phỉn", "Tủa Chùa", "folded", "xã Tả Phìn"),
        ("Sáng Nhè", "Tủa Chùa", "alias", "xã Xá Nhè"),
        ("Xín Chải", "Tủa Chùa", "alias", "xã Sín Chải"),
        ("Toả Tình", "Tuần Giáo", "exact", "xã Tỏa Tình"),
    ],
)
def test_other_spellings_inside_the_district(printed, district, likeness, official):
    assert match(printed, district) == (likeness, official, [])


@pytest.mark.parametrize(
    ("printed", "candidates"),
    [
        ("Mường Bnág", ["xã Mường Báng"]),
        ("Mường Báng 1", ["xã Mường Báng"]),
        ("Sá Nhè", ["xã Xá Nhè"]),
        ("Huổi Xó", ["xã Huổi Só"]),
        ("Thị trấn Mường Báng", ["xã Mường Báng"]),
        ("Mường Báng, huyện Mường Ảng", ["xã Mường Báng"]),
        ("Xã Mường Báng (huyện Sốp Cộp)", ["xã Mường Báng"]),
    ],
)
def test_alike_names_are_asked_about(printed, candidates):
    assert match(printed, "Tủa Chùa") == ("doubtful", "", candidates)


@pytest.mark.parametrize(
    "printed", ["Hát Lót", "Chiềng Hặc", "Tà Lèng", "Xã", "", "12", "Nơi nhận:", "Mường Báng " + "(" * 5000]
)
def test_names_of_no_unit(printed):
    assert match(printed, "Tủa Chùa") == ("unknown", "", [])


@pytest.mark.parametrize("printed", ["Ẳng Cang", "Xã Ẳng Cang", "Ang Cang"])
def test_names_of_another_district_are_foreign(printed):
    assert match(printed, "Tủa Chùa") == ("foreign", "xã Ẳng Cang", ["xã Ẳng Cang"])


@pytest.mark.parametrize(
    ("printed", "likeness", "found"),
    [
        ("Huyện Điện Biên", "exact", ["huyện Điện Biên"]),
        ("Điện Biên", "exact", ["huyện Điện Biên"]),
        ("H. Điện Biên Đông", "exact", ["huyện Điện Biên Đông"]),
        ("TP. Điện Biên Phủ", "exact", ["thành phố Điện Biên Phủ"]),
        ("T.P Điện Biên Phủ", "exact", ["thành phố Điện Biên Phủ"]),
        ("TX Mường Lay", "exact", ["thị xã Mường Lay"]),
        ("Huyện Mường Án", "alias", ["huyện Mường Ảng"]),
        ("huyen tua chua", "folded", ["huyện Tủa Chùa"]),
        ("Tp ĐBP", "doubtful", ["thành phố Điện Biên Phủ"]),
        ("TXML", "doubtful", ["thị xã Mường Lay"]),
        ("Huyện ĐBĐ", "doubtful", ["huyện Điện Biên Đông"]),
        ("Tp. Điện Biên", "doubtful", ["thành phố Điện Biên Phủ", "huyện Điện Biên", "huyện Điện Biên Đông"]),
        ("Huyện Sốp Cộp", "unknown", []),
    ],
)
def test_districts(printed, likeness, found):
    match = DIEN_BIEN.match_district(printed)
    units = [match.unit] if match.unit else match.candidates
    assert (str(match.likeness), [unit.full_name for unit in units]) == (likeness, found)


@pytest.mark.parametrize(
    ("printed", "district", "found"),
    [
        ("Hát Lót", "Mai Sơn", ("exact", "xã Hát Lót", [])),
        ("Xã Hát Lót", "Mai Sơn", ("exact", "xã Hát Lót", [])),
        ("TT. Hát Lót", "Mai Sơn", ("exact", "thị trấn Hát Lót", [])),
        ("Chiềng Hặc", "Yên Châu", ("exact", "xã Chiềng Hặc", [])),
        ("Chiềng Hắc", "Mộc Châu", ("exact", "xã Chiềng Hắc", [])),
        ("Chiềng Hặc", "Mộc Châu", ("doubtful", "", ["xã Chiềng Hắc"])),
        ("Chiềng Hac", "Mộc Châu", ("folded", "xã Chiềng Hắc", [])),
        ("Chiềng Hac", None, ("doubtful", "", ["xã Chiềng Hắc", "xã Chiềng Hặc"])),
        ("Sập Xa", "Phù Yên", ("exact", "xã Sập Xa", [])),
        ("Sập Vạt", "Yên Châu", ("alias", "xã Sặp Vạt", [])),
        ("Sặp Vạt", "Phù Yên", ("foreign", "xã Sặp Vạt", ["xã Sặp Vạt"])),
        ("Mường Bằng", "Mai Sơn", ("exact", "xã Mường Bằng", [])),
        ("Mường Bằng", "Quỳnh Nhai", ("doubtful", "", ["xã Chiềng Bằng"])),
        ("Mường Lạn", "Sốp Cộp", ("exact", "xã Mường Lạn", [])),
    ],
)
def test_name_traps_of_son_la(printed, district, found):
    assert match(printed, district, SON_LA) == found


def test_same_name_in_two_districts_is_doubtful_without_one():
    twice = [
        Unit(1, "901", "Đông", "huyện", "district"),
        Unit(2, "902", "Tây", "huyện", "district"),
        Unit(11, "90101", "Nà Tấu", "xã", district_id=1),
        Unit(21, "90201", "Nà Tấu", "xã", district_id=2),
    ]
    index = NameIndex(twice)
    assert match("Nà Tấu", None, index) == ("doubtful", "", ["xã Nà Tấu", "xã Nà Tấu"])
    assert index.match_commune("Nà Tấu", 2).unit == twice[3]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Tp. Điện Biên Phủ", ("thành phố", "Điện Biên Phủ")),
        ("Thị trấn Hát Lót", ("thị trấn", "Hát Lót")),
        ("1. Xã Na Sang;", ("xã", "Na Sang")),
        ("P. Him Lam", ("phường", "Him Lam")),
        ("Pa Ham", ("", "Pa Ham")),
        ("Xa Dung", ("", "Xa Dung")),
        ("thi tran Tua Chua", ("thị trấn", "Tua Chua")),
        ("Xá Nhè", ("", "Xá Nhè")),
        ("Huổi Só", ("", "Huổi Só")),
        ("", ("", "")),
    ],
)
def test_type_is_told_from_the_name(printed, parts):
    assert split_type(printed) == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Na Sang (ĐBKK)", ("Na Sang", "ĐBKK")),
        ("Na Sang [2]", ("Na Sang", "2")),
        ("Na Sang - KV III", ("Na Sang", "KV III")),
        ("Na Sang, huyện Mường Chà", ("Na Sang", " huyện Mường Chà")),
        ("Na Sang", ("Na Sang", "")),
        ("Na-Sang", ("Na-Sang", "")),
    ],
)
def test_note_is_told_from_the_name(name, parts):
    assert split_note(name) == parts


def test_index_knows_the_programme():
    sizes = [len(DIEN_BIEN.communes_of(unit.id)) for unit in DIEN_BIEN.districts]
    assert (sum(sizes), len(DIEN_BIEN.communes_of(None)), len(DIEN_BIEN.communes)) == (115, 115, 129)
    assert len(SON_LA.communes_of(None)) == 188
