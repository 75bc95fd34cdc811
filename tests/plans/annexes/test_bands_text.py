import pytest

from plans.annexes.bands_text import check_bands_text
from plans.annexes.cross_checks import TextPart

SON_LA = (
    "phấn đấu lũy kế đạt 63/188 xã đạt chuẩn nông thôn mới, tăng 4 xã so với năm 2022 (bằng 34%); 30/188 xã "
    "đạt từ 15-18 tiêu chí (bằng 16%); 62/188 xã đạt từ 10-14 tiêu chí (bằng 33%); 70 xã đạt từ 3-9 tiêu chí"
)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (SON_LA, ["225"]),
        (SON_LA.replace("70 xã", "33 xã"), []),
        (
            "có 63 xã đạt chuẩn nông thôn mới và 130 xã đạt từ 15-18 tiêu chí",
            [],
        ),  # the one may be the other's
        ("70 xã đạt chuẩn nông thôn mới nâng cao; 90 xã đạt 15-18 tiêu chí; 100 xã đạt 10 - 14 tiêu chí", []),
    ],
)
def test_groups_of_more_communes_than_there_are(text, stated):
    found = list(check_bands_text([TextPart("Mục II.2", (text,), True)], 188))
    assert [(finding.code, finding.computed) for finding in found] == [("bands-sum", "188")] * len(stated)
    assert [finding.stated for finding in found] == stated
