"""What can be said of recognitions without asking anybody: their order, their validity, what looks wrong."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_DAY = date(2009, 1, 1)  # the first set of criteria is of 16/4/2009 (QĐ 491/QĐ-TTg)


class Level(StrEnum):
    """The levels of a commune, lowest first."""

    NEARLY = "co_ban"
    NTM = "ntm"
    ADVANCED = "nang_cao"
    MODEL = "kieu_mau"
    MODERN = "hien_dai"

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


LEVEL_NAMES = {
    Level.NEARLY: "cơ bản đạt chuẩn nông thôn mới",
    Level.NTM: "đạt chuẩn nông thôn mới",
    Level.ADVANCED: "nông thôn mới nâng cao",
    Level.MODEL: "nông thôn mới kiểu mẫu",
    Level.MODERN: "nông thôn mới hiện đại",
}
_KEY = re.compile(rf"(?P<level>{'|'.join(Level)})/(?P<year>\d{{4}})")

# QĐ 318 and 319/QĐ-TTg of 8/3/2022: recognised on the level behind the colon already. What "hiện đại" rests
# on stands in an annex of QĐ 51/2025/QĐ-TTg nobody here has read, so nothing is said of it.
RESTS_ON = {Level.ADVANCED: Level.NTM, Level.MODEL: Level.ADVANCED}


@dataclass(frozen=True, slots=True)
class Held:
    """One recognition of a commune as far as its validity goes; from ``ended_on`` on it is not valid."""

    level: Level
    decided_on: date
    ended_on: date | None = None

    def stands_on(self, day: date) -> bool:
        return self.decided_on <= day and (self.ended_on is None or day < self.ended_on)


def highest(held: Iterable[Held], day: date) -> Level | None:
    """The highest level that is valid on the day."""
    levels = [one.level for one in held if one.stands_on(day)]
    return max(levels, key=lambda level: level.rank, default=None)


def missing_ground(level: Level, held: Collection[Held], day: date) -> Level | None:
    """The level that a recognition on ``level`` rests on, where none is valid on the day."""
    ground = RESTS_ON.get(level)
    if ground is None or any(one.level is ground and one.stands_on(day) for one in held):
        return None
    return ground


def day_refusal(day: date, today: date) -> str:
    """Why no decision can be of that day; empty where it can."""
    if day > today:
        return "Ngày quyết định ở sau hôm nay."
    if day < FIRST_DAY:
        return f"Ngày quyết định ở trước năm {FIRST_DAY.year}: khi đó chưa có bộ tiêu chí nông thôn mới."
    return ""


def domains_refusal(level: str, domains: Collection[str]) -> str:
    """A model commune stands out in a field or more (QĐ 319/QĐ-TTg), of others no decision says so."""
    if level == Level.MODEL and not domains:
        return "Chọn ít nhất một lĩnh vực nổi trội của xã kiểu mẫu."
    if level and level != Level.MODEL and domains:
        return "Chỉ xã kiểu mẫu có lĩnh vực nổi trội: bỏ đi, hoặc sửa mức."
    return ""


def year_doubt(year: int, day: date) -> str:
    """Communes are recognised in the year they are recognised for, or in the next one."""
    if year in (day.year, day.year - 1):
        return ""
    return f"Công nhận cho năm {year} nhưng quyết định ngày {day:%d/%m/%Y}: xem lại năm và ngày."


def recognition_key(level: str, year: int) -> str:
    """How the history names one recognition of a commune: "ntm/2023"."""
    return f"{level}/{year}"


def recognition_key_words(key: str) -> str:
    """ "Công nhận đạt chuẩn nông thôn mới, năm 2023"; empty for a key of something else."""
    found = _KEY.fullmatch(key)
    return f"Công nhận {LEVEL_NAMES[Level(found['level'])]}, năm {found['year']}" if found else ""
