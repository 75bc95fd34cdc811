import pytest

from plans.domain.text.document import Section, paragraphs, printed_number


@pytest.mark.parametrize(
    ("number", "printed"), [("I", "I."), ("1", "1."), ("1.1", "1.1."), ("a)", "a)"), ("", "")]
)
def test_number_as_printed(number, printed):
    assert printed_number(number) == printed


@pytest.mark.parametrize(
    ("section", "printed"),
    [
        (Section(1, 1, "I", "MỤC TIÊU"), ["I. MỤC TIÊU"]),
        (Section(1, 2, "1", "Yêu cầu", text="- Một\n\n- Hai"), ["1. Yêu cầu", "- Một", "- Hai"]),
        (Section(1, 2, "1", "", text="Tiếp tục\n(Biểu 03)"), ["1. Tiếp tục", "(Biểu 03)"]),
        (
            Section(1, 3, "a)", "Mục tiêu:", run_in=True, text="Đến năm 2025\nThêm"),
            ["a) Mục tiêu: Đến năm 2025", "Thêm"],
        ),
        (Section(1, 3, "c)", "Chủ trì:", leads="Sở A\nSở B"), ["c) Chủ trì:", "- Sở A", "- Sở B"]),
        (Section(1, 3, "c)", "Chủ trì:", run_in=True, leads="Sở A"), ["c) Chủ trì: Sở A"]),
        (Section(1, 1, "", "", text="Đoạn không số"), ["Đoạn không số"]),
        (Section(1, 1, "", ""), []),
    ],
)
def test_section_prints(section, printed):
    assert [str(paragraph) for paragraph in paragraphs(section)] == printed


def test_title_of_a_section_without_heading_is_its_text():
    assert Section(1, 2, "1", "", text="Tiếp tục triển khai").title == "1. Tiếp tục triển khai"
