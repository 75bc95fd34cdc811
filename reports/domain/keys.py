"""The keys under which the history keeps figures, in words."""

import re

_KEY = re.compile(
    r"(?:(?P<kind>[ci])(?P<number>[0-9.]+)|state(?::c(?P<criterion>[0-9.]+))?)(?::(?P<part>\w+))?"
)
_KINDS = {"c": "Tiêu chí", "i": "Chỉ tiêu"}
_PARTS = {"note": "ghi chú", "works": "việc còn lại"}
_TASK = "task:"  # before the line of a plan's task and its step
_OF_PLANS = {"result": "Kết quả", "average": "Bình quân"}


def key_words(key: str) -> str:
    """ "Tiêu chí 7", "Chỉ tiêu 2.1, ghi chú", "Tình trạng gửi, tiêu chí 7"; another key stays as it is.

    In the annex of a plan's targets the column of a criterion has its bare number.
    """
    if key.startswith(_TASK):
        return f"Nhiệm vụ {key.removeprefix(_TASK).partition('/')[0]}"
    found = _KEY.fullmatch(key)
    if not found:
        return f"Tiêu chí {key}" if key.isdigit() else _OF_PLANS.get(key, key)
    if not found["kind"]:
        criterion = found["criterion"]
        return f"Tình trạng gửi, tiêu chí {criterion}" if criterion else "Tình trạng gửi"
    words = f"{_KINDS[found['kind']]} {found['number']}"
    return f"{words}, {_PARTS.get(found['part'], found['part'])}" if found["part"] else words
