"""What is said of a name, and what the person's area allows."""

import pytest

from plans.domain.entries import Standing
from plans.domain.naming import Namer
from plans.domain.read import RawCell

from ..dien_bien import name_index
from ..grids import TUA_CHUA, asked, commune, district, marks, officer_of, read, renamed, told

TWO = officer_of("Mường Ảng", "Mường Chà")
NAMES = [row[1] for row in TUA_CHUA[1:]]


def named(name, **options):
    """(standing, code, message, computed) for Mường Báng's row under this name."""
    parsed = read(renamed(name), **options)
    (found,) = parsed.findings
    return str(parsed.entries[-1].standing), found.code, found.message, found.computed


def test_official_name_needs_no_word():
    assert read(renamed("Xã Mường Báng")).findings == ()


@pytest.mark.parametrize("name", ["Mường Bang", "Muong Bang", "xã Mường Bảng"])
def test_difference_is_shown(name):
    told = "read", "name-differs", f"“{name}” được hiểu là xã Mường Báng.", "Xã Mường Báng"
    assert named(name) == told


def test_printed_name_stays_in_the_cell():
    row = read(renamed("Muong Bang")).rows[-1]
    assert (row.unit, row.cell("name").text) == (commune("Mường Báng"), "Muong Bang")


def test_doubtful_name_is_asked():
    parsed = read(renamed("Mường Bnág"))
    (question,) = asked(parsed)
    assert (question.code, question.blocks, question.question) == ("name-ambiguous", True, "Biểu 02!B3")
    assert question.message == "Tên “Mường Bnág” chưa rõ. Hãy chọn đơn vị đúng hoặc bỏ dòng này."
    assert [(option.value, option.label) for option in question.options] == [
        (commune("Mường Báng").code, "Xã Mường Báng (huyện Tủa Chùa)")
    ]
    assert parsed.entries[-1].standing is Standing.ASKED


@pytest.mark.parametrize(("answer", "standing"), [("skip", "refused"), ("", "asked"), ("99999", "asked")])
def test_row_stays_out_without_a_unit(answer, standing):
    assert named("Mường Bnág", answers={"Biểu 02!B3": answer})[0] == standing


def test_answer_names_the_unit():
    answers = {"Biểu 02!B3": commune("Mường Báng").code}
    assert named("Mường Bnág", answers=answers) == (
        "read",
        "name-differs",
        "“Mường Bnág” được bạn chọn là xã Mường Báng.",
        "Xã Mường Báng",
    )


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        (
            "Hát Lót",
            "unknown-commune",
            "Không tìm thấy “Hát Lót” trong danh mục xã. Hãy sửa tên như trong tệp mẫu.",
        ),
        (
            "TT. Tủa Chùa",
            "unknown-commune",
            "Thị trấn Tủa Chùa không thuộc Chương trình nông thôn mới nên không có dòng trong biểu.",
        ),
        (
            "Na Sang",
            "other-district",
            "Xã Na Sang thuộc huyện Mường Chà, không thuộc huyện Tủa Chùa. "
            "Hãy chuyển dòng này về đúng huyện hoặc bỏ khỏi tệp.",
        ),
    ],
)
def test_name_of_no_row_here_is_refused(name, code, message):
    assert named(name) == ("refused", code, message, "")


def test_letters_of_an_old_font_without_the_font_are_asked():
    (question,) = asked(read(renamed("M\u00adêng B¸ng")))
    assert [option.label for option in question.options] == ["Xã Mường Báng (huyện Tủa Chùa)"]


def test_commune_outside_the_area_is_refused():
    parsed = read(renamed("Mường Báng"), officer_of("Mường Ảng"))
    assert (marks(parsed), told(parsed)) == ({}, [("other-district", "B2"), ("other-district", "B3")])
    assert [found.message for found in parsed.findings] == [
        "Huyện Tủa Chùa không thuộc địa bàn của bạn nên các dòng của đơn vị này không được nhận.",
        "Xã Mường Báng (huyện Tủa Chùa) không thuộc địa bàn của bạn nên không được nhận.",
    ]


def test_sums_of_a_district_are_checked_only_for_an_officer_of_a_part():
    part = officer_of("Tủa Chùa")
    part = type(part)(frozenset([commune("Mường Báng").id]), frozenset())
    parsed = read(renamed("Mường Báng"), part)
    assert [str(entry.standing) for entry in parsed.entries] == ["context", "read"]


def home(titles, scope=TWO, names=NAMES):
    return Namer(name_index(), scope, {}).home(titles, names)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("UBND HUYỆN TỦA CHÙA", "Tủa Chùa"),
        ("Biểu tiêu chí của huyện Tủa Chùa đến năm 2025", "Tủa Chùa"),
        ("Tủa Chùa", "Tủa Chùa"),
        ("TP. Điện Biên Phủ, ngày 29 tháng 6", None),
        ("BIỂU CHI TIẾT", None),
    ],
)
def test_title_names_the_district_of_the_rows(title, found):
    assert home(["Biểu số 2", title]) == (district(found) if found else None)


@pytest.mark.parametrize(
    ("words", "name", "found"),
    [
        ("huyện Điện Biên Đông năm 2025", "Pú Nhi", "Điện Biên Đông"),
        ("huyện Điện Biên", "Thanh Luông", "Điện Biên"),
    ],
)
def test_longest_name_counts(words, name, found):
    assert home([words], names=[name]) == district(found)


def test_only_district_of_the_person_is_home():
    assert home([], officer_of("Tủa Chùa")) == district("Tủa Chùa")


@pytest.mark.parametrize(
    ("code", "taken"), [("03250", "Mường Báng"), (3250, "Mường Báng"), ("03244", None), ("98", "Mường Báng")]
)
def test_code_is_a_text_or_a_number(code, taken):
    """Excel drops the nought; a code of nobody says nothing, one of another commune raises a question."""
    namer = Namer(name_index(), officer_of("Tủa Chùa"), {})
    cell = RawCell("Mường Báng", 3, 2)
    found = namer.commune(cell, "Biểu", district("Tủa Chùa"), str(code))
    assert found.unit == (commune(taken) if taken else None)
