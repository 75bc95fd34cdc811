"""The steps a result goes through, and what a district's figures of one step go through.

Stages follow the pattern of Thông tư 40/2014/TT-BNNPTNT: the commune assesses itself, the district verifies,
each department confirms its criteria, the province appraises. The district step ended on 1/7/2025.
"""

from enum import StrEnum
from functools import lru_cache

from ntm.text import fold


class Stage(StrEnum):
    SELF = "self"
    DISTRICT = "district"
    DEPARTMENT = "department"
    PROVINCE = "province"


STAGE_NAMES = {
    Stage.SELF: "xã tự đánh giá",
    Stage.DISTRICT: "huyện thẩm tra",
    Stage.DEPARTMENT: "sở, ngành xác nhận",
    Stage.PROVINCE: "tỉnh thẩm định",
}


class SubmissionState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    LOCKED = "locked"


SUBMISSION_STATE_NAMES = {
    SubmissionState.DRAFT: "đang nhập",
    SubmissionState.SENT: "đã gửi",
    SubmissionState.RETURNED: "bị trả lại",
    SubmissionState.LOCKED: "đã chốt",
}
OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.RETURNED)  # figures may be written


class Action(StrEnum):
    SEND = "send"
    RETURN = "return"
    LOCK = "lock"


# Which states an action leads from, and where to. A return needs a reason; it also opens what was locked.
MOVES: dict[Action, tuple[tuple[SubmissionState, ...], SubmissionState]] = {
    Action.SEND: (OPEN_STATES, SubmissionState.SENT),
    Action.RETURN: ((SubmissionState.SENT, SubmissionState.LOCKED), SubmissionState.RETURNED),
    Action.LOCK: ((SubmissionState.SENT,), SubmissionState.LOCKED),
}


@lru_cache(4096)  # a page asks for every commune and criterion, and names are costly to compare
def leads(lead_department: str, department: str) -> bool:
    """Whether the department is one of those a criterion names: "Sở Nội vụ; Sở Tư pháp (18.4)"."""
    wanted = fold(department)
    named = (fold(part.partition("(")[0]) for part in lead_department.split(";"))
    return bool(wanted) and wanted in named
