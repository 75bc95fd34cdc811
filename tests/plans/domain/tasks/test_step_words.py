import pytest

from plans.domain.tasks.step_words import StepWords, read_step


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thẩm định tại xã", StepWords("Thẩm định tại xã", content=("Thẩm định tại xã",))),
        (
            "Đoàn của Sở Văn hóa - Thể thao và Du lịch",
            StepWords(
                "Đoàn của Sở Văn hóa - Thể thao và Du lịch",
                content=("Đoàn của Sở Văn hóa - Thể thao và Du lịch",),
            ),
        ),
        (
            "- Thành phần: VPĐP; Sở Văn hóa - Thể thao.\n- Đi 03 đoàn.\n- Thời gian: Quý III; IV/2023.",
            StepWords(
                "- Thành phần: VPĐP; Sở Văn hóa - Thể thao. - Đi 03 đoàn. - Thời gian: Quý III; IV/2023.",
                members="VPĐP; Sở Văn hóa - Thể thao",
                content=("Đi 03 đoàn.",),
                when="Quý III; IV/2023",
            ),
        ),
        (
            "Nội dung: Kiểm tra. Thời gian thực hiện: tháng 11/2023",
            StepWords(
                "Nội dung: Kiểm tra. Thời gian thực hiện: tháng 11/2023",
                content=("Kiểm tra.",),
                when="tháng 11/2023",
            ),
        ),
        (
            "Công bố:\n- Trình: trước ngày 31/11/2023\n- Địa điểm: tại xã",
            StepWords(
                "Công bố: - Trình: trước ngày 31/11/2023 - Địa điểm: tại xã",
                head="Công bố",
                content=("Địa điểm: tại xã",),
                parts=(("Trình", "trước ngày 31/11/2023"),),
            ),
        ),
        ("", StepWords("", content=("",))),
    ],
)
def test_read_step(text, expected):
    assert read_step(text) == expected


@pytest.mark.parametrize(("text", "done"), [("Đã công bố trong quý I/2023", True), ("Đăng ký", False)])
def test_done(text, done):
    assert read_step(text).done is done
