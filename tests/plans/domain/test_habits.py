"""Habits of offices, mixed at random: however the annex is laid out and spelt, the same marks are read."""

import unicodedata
from random import Random

import pytest

from plans.domain.entries import Standing

from ..dien_bien import MARKS, readable_rows
from ..grids import HEADS, KEYS, district, lay_out, marks, printed_marks, read

ROMANS = {"III": "Tủa Chùa", "IV": "Mường Ảng", "V": "Nậm Pồ", "VI": "Mường Nhé", "IX": "Điện Biên Phủ"}
NAMES = [
    lambda row: row["official"],
    lambda row: row["name"],
    lambda row: f"XÃ {row['official']}".upper(),
    lambda row: unicodedata.normalize("NFD", f"Xã {row['official']}"),
    lambda row: f"  Xã\u00a0{row['official']} ",
    lambda row: f"- {row['official']} (ĐBKK)",
    lambda row: f"X. {row['official']}",
]
SECTIONS = [
    lambda roman, name: (roman, name),
    lambda roman, name: (None, name),
    lambda roman, name: (f"{roman}. {name}", None),
    lambda roman, name: (None, f"{roman}. {name}"),
    lambda roman, name: (f"{roman}.", f"{name}:"),
    lambda roman, name: (roman, f"{name.upper()} (các xã)"),
]
HEADINGS = [
    lambda number, title: title,
    lambda number, title: title.upper(),
    lambda number, title: f"TC{number}",
    lambda number, title: number,
    lambda number, title: f"{number}. {title}",
    lambda number, title: f"Tiêu chí số {number}\n{title}",
]
FOOTER = [
    [],
    [None, "NGƯỜI LẬP BIỂU", *[None] * 12, "TM. ỦY BAN NHÂN DÂN"],
    ["Nơi nhận:"],
    ["- Lưu: VT.", *[None] * 14, "PHÓ CHỦ TỊCH"],
]
TITLES = [["UBND TỈNH ĐIỆN BIÊN"], ["BIỂU CHI TIẾT"], ["(Kèm theo Kế hoạch số 1986/KH-UBND)"]]


class Office:
    """One way of laying the annex out."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.pick = self.random.choice
        self.romans = [roman for roman in ROMANS if self.random.random() < 0.6] or ["III"]
        self.met = self.pick([1, "x", "X", "Đạt", "ĐẠT", 1.0, "1 ", True])
        self.unmet = self.pick([0, "0", "Chưa đạt", "chua dat", "KHÔNG ĐẠT", False])
        self.name, self.section, self.heading = (self.pick(way) for way in (NAMES, SECTIONS, HEADINGS))
        self.sums = self.pick(["above", "below", "nowhere"])

    def workbook(self):
        heads = self.heads()
        grid = [*heads, *(row for roman in self.romans for row in self.rows(roman))]
        order = self.order()
        grid = [[[*row, *[None] * 23][place] for place in order] for row in grid]
        titles = self.pick([[], TITLES, [*TITLES, []]])
        footer = self.pick([[], FOOTER])
        return lay_out(
            [*titles, *grid, *footer], top=self.random.randint(1, 9), left=self.random.randint(1, 6)
        )

    def heads(self):
        names = [self.heading(number, HEADS[number + 1]) for number in range(1, 20)]
        stt, name = self.pick(["STT", "TT", "Số TT"]), self.pick(["Tên đơn vị", "Tên xã", "Huyện, xã", "Xã"])
        sums = [self.pick(["Kết quả", "Tổng số tiêu chí đạt"]), self.pick(["Bình quân/xã", "BQ/xã"])]
        one_row = [[stt, name, *names, *sums]]
        two_rows = [[stt, name, "Tiêu chí", *[None] * 18, *sums], [None, None, *names]]
        numbers = self.pick([[], [list(range(1, 24))], [[f"({number})" for number in range(1, 24)]]])
        return [*self.pick([one_row, two_rows]), *numbers]

    def order(self):
        """The columns; sometimes the last or the number is left out, sometimes the criteria are turned."""
        first, last = self.pick([0, 0, 1]), self.pick([22, 23])
        criteria = list(range(2, 21))
        if self.pick([True, False]):
            criteria.reverse()
        needs_number = self.section in (SECTIONS[2], SECTIONS[5])
        return [*range(0 if needs_number else first, 2), *criteria, *range(21, last)]

    def rows(self, roman):
        name = ROMANS[roman]
        full = (
            f"{self.pick(['Tp.', 'TP', 'Thành phố'] if roman == 'IX' else ['Huyện', 'H.', 'huyện'])} {name}"
        )
        head, *communes = (row for row in readable_rows() if row["roman"] == roman)
        sums = [head[key] for key in KEYS[2:]]
        yield [*self.section(roman, full), *(sums if self.sums == "above" else [])]
        for row in communes:
            stated = [row[mark] and (self.met if row[mark] == "1" else self.unmet) for mark in MARKS]
            yield [
                row["stt"],
                self.name(row),
                *(None if mark == "" else mark for mark in stated),
                row["result"],
            ]
        if self.sums == "below":
            yield [None, self.pick(["Cộng", f"Cộng {full}", f"Tổng {full}"]), *sums]


@pytest.mark.parametrize("seed", range(60))
def test_any_mixture_of_habits_is_read(seed):
    office = Office(seed)
    parsed = read(office.workbook())
    assert [found.message for found in parsed.findings if found.blocks] == []
    assert marks(parsed) == printed_marks(*office.romans)
    assert {entry.standing for entry in parsed.entries} == {Standing.READ}
    sections = [entry.row.unit for entry in parsed.entries if entry.row.kind == "district"]
    assert sections == [district(ROMANS[roman]) for roman in office.romans]
