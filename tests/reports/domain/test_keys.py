import pytest

from reports.domain.keys import key_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("c7", "Tiêu chí 7"),
        ("i17.10", "Chỉ tiêu 17.10"),
        ("i2.1:note", "Chỉ tiêu 2.1, ghi chú"),
        ("c2:works", "Tiêu chí 2, việc còn lại"),
        ("state", "Tình trạng gửi"),
        ("state:c7", "Tình trạng gửi, tiêu chí 7"),
        ("khác", "khác"),
        ("result", "Kết quả"),
        ("7.1/goal", "Dòng 7.1, Mục tiêu cuối kỳ"),
        ("7.4.3/y2023", "Dòng 7.4.3, Năm 2023"),
        ("2/1/work", "Dòng 2/1, Việc còn lại"),
        ("II.1/due", "Dòng II.1, Thời gian"),
    ],
)
def test_key_in_words(key, words):
    assert key_words(key) == words
