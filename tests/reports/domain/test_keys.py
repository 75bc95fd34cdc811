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
    ],
)
def test_key_in_words(key, words):
    assert key_words(key) == words
