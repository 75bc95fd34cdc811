"""The keys under which the history keeps figures, in words."""

import re

from criteria.domain.level_lines import level_key_words
from criteria.domain.recognitions import recognition_key_words

_KEY = re.compile(
    r"(?:(?P<kind>[ci])(?P<number>[0-9.]+)|state(?::c(?P<criterion>[0-9.]+))?)(?::(?P<part>\w+))?"
)
_KINDS = {"c": "Tiêu chí", "i": "Chỉ tiêu"}
_PARTS = {"note": "ghi chú", "works": "việc còn lại"}
_TASK = "task:"  # before the line of a plan's task and its step
_OF_PLANS = {
    "result": "Kết quả",
    "average": "Bình quân",
    "stt": "Số thứ tự",
    "name": "Tên",
    "baseline": "Thực hiện năm gốc",
    "goal": "Mục tiêu cuối kỳ",
    "note": "Ghi chú",
    "villages": "Tổng số thôn, bản",
    "done_ntm": "Thôn, bản đã đạt chuẩn NTM",
    "done_model": "Thôn, bản đã đạt kiểu mẫu",
    "registered": "Đăng ký, tổng",
    "registered_model": "Đăng ký, kiểu mẫu",
    "registered_ntm": "Đăng ký, NTM",
    "assigned": "Giao, tổng",
    "assigned_model": "Giao, kiểu mẫu",
    "assigned_ntm": "Giao, NTM",
    "district": "Huyện",
    "region": "Khu vực",
    "met": "Đã đạt",
    "unmet": "Chưa đạt",
    "criterion": "Tiêu chí chưa đạt",
    "work": "Việc còn lại",
    "lead": "Chủ trì",
    "partners": "Phối hợp",
    "authority": "Cấp ban hành",
    "due": "Thời gian",
    "check_1": "Kiểm tra đợt 1",
    "check_2": "Kiểm tra đợt 2",
    "appraisal": "Thẩm định",
    "recognition": "Công nhận, công bố",
    "amount": "Số tiền",
}  # the columns of annexes; of a row without a unit its number stands before them: "II.1/due"
_YEAR = re.compile(r"y(\d{4})")


def key_words(key: str) -> str:
    """ "Tiêu chí 7", "Chỉ tiêu 2.1, ghi chú", "Tình trạng gửi, tiêu chí 7"; another key stays as it is.

    In the annex of a plan's targets the column of a criterion has its bare number.
    """
    if said := level_key_words(key):
        return said
    if key.startswith(_TASK):
        return f"Nhiệm vụ {key.removeprefix(_TASK).partition('/')[0]}"
    if said := recognition_key_words(key):
        return said
    found = _KEY.fullmatch(key)
    if not found:
        return f"Tiêu chí {key}" if key.isdigit() else _words_of_annex(key)
    if not found["kind"]:
        criterion = found["criterion"]
        return f"Tình trạng gửi, tiêu chí {criterion}" if criterion else "Tình trạng gửi"
    words = f"{_KINDS[found['kind']]} {found['number']}"
    return f"{words}, {_PARTS.get(found['part'], found['part'])}" if found["part"] else words


def _words_of_annex(key: str) -> str:
    """ "Dòng 7.1, Mục tiêu cuối kỳ": the column, behind the row's own number where it has one."""
    line, _, column = key.rpartition("/")
    year = _YEAR.fullmatch(column)
    words = f"Năm {year[1]}" if year else _OF_PLANS.get(column, column)
    return f"Dòng {line}, {words}" if line else words
