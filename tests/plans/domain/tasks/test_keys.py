import pytest

from plans.domain.tasks.keys import follow, same_words

A, B, C = ("1", ""), ("2", ""), ("3", "")


@pytest.mark.parametrize(
    ("stored", "tasks", "moved"),
    [
        ({7: (A, "Đề án OCOP")}, [(A, "Đề án  ocop")], {}),
        ({7: (A, "Đề án")}, [(A, "Nghị quyết"), (B, "Đề án")], {7: B}),
        ({7: (A, "Một"), 8: (B, "Hai")}, [(A, "Hai"), (B, "Một")], {7: B, 8: A}),
        ({7: (A, "Đề án")}, [(A, "Đề án sửa đổi")], {}),
        ({7: (A, "Đề án")}, [(B, "Nghị quyết")], {}),
        ({7: (A, "Đề án")}, [(B, "Đề án"), (C, "Đề án")], {}),
        ({7: (A, "Đề án"), 8: (B, "Cũ")}, [(B, "Đề án")], {7: B, 8: ("~8", "")}),
        ({8: (("~8", ""), "Cũ")}, [(A, "Cũ")], {8: A}),
        ({7: (A, "Đề án"), 8: (B, "Đề án")}, [(B, "Đề án"), (C, "Khác")], {}),
    ],
)
def test_follow(stored, tasks, moved):
    assert follow(stored, tasks) == moved


def test_same_words():
    assert same_words("Đề án  OCOP\nmới", "đề án OCOP mới")
    assert not same_words("Đề án", "Đề án.")
