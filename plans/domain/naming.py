"""Finds the unit a row speaks of, says what is odd about its name, and whether the person may bring it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communes.domain.names import Likeness, Match, NameIndex, Unit

from .entries import Scope, Standing
from .findings import Finding, Option
from .places import Place
from .read import RawCell

SKIP = "skip"  # the answer "leave this row out"
_DISTRICT_WORDS = re.compile(r"\b(?:huyện|thị xã|thành phố|tp\.?|tx\.?)\s+\w+(?:\s+\w+){0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    unit: Unit | None
    standing: Standing
    findings: tuple[Finding, ...] = ()


class Namer:
    """Names of one sheet → units, inside what the person may bring, with the answers given so far."""

    def __init__(self, index: NameIndex, scope: Scope, answers: Mapping[str, str]) -> None:
        self.index, self.scope, self.answers = index, scope, answers

    def home(self, titles: Iterable[RawCell]) -> Unit | None:
        """The district of rows that stand under no section: named in the title, or the person's only one."""
        for cell in titles:
            for words in _DISTRICT_WORDS.findall(cell.text):
                if unit := self._longest_district(words):
                    return unit
        own = {unit.district_id for unit in self.index.communes_of(None) if self.scope.holds(unit)}
        if self.scope.is_whole or len(own) != 1:
            return None
        return self.index.district_by_id.get(own.pop() or 0)

    def _longest_district(self, words: str) -> Unit | None:
        """ "huyện Điện Biên Đông năm 2025" names Điện Biên Đông, not Điện Biên."""
        parts = words.split()
        for end in range(len(parts), 1, -1):
            match = self.index.match_district(" ".join(parts[:end]))
            if match.likeness in (Likeness.EXACT, Likeness.ALIAS):
                return match.unit
        return None

    def is_district(self, text: str) -> bool:
        return self.index.match_district(text).unit is not None

    def is_commune(self, text: str, district: Unit | None) -> bool:
        match = self.index.match_commune(text, district.id if district else None)
        return match.likeness in (Likeness.EXACT, Likeness.ALIAS, Likeness.FOLDED)

    def foreign_district(self, text: str, district: Unit | None) -> Unit | None:
        """The other district the commune belongs to, where the name fits one only."""
        if district is None:
            return None
        match = self.index.match_commune(text, district.id)
        found = {unit.district_id for unit in match.candidates}
        if match.likeness is not Likeness.FOREIGN or len(found) != 1:
            return None
        return self.index.district_by_id.get(found.pop() or 0)

    def standing_of_total(self) -> Standing:
        return Standing.READ if self.scope.is_whole else Standing.CONTEXT

    def district(self, cell: RawCell, sheet: str, text: str | None = None) -> Named:
        """``text`` is the part of the cell that names the district, the whole cell where not given."""
        at = Place.of(cell, sheet)
        named = self._decide(
            self.index.match_district(cell.text if text is None else text), at, "unknown-district"
        )
        if named.unit is None or self.scope.holds(named.unit):
            return named
        if any(self.scope.holds(unit) for unit in self.index.communes_of(named.unit.id)):
            return Named(named.unit, Standing.CONTEXT, named.findings)
        message = (
            f"{named.unit.title} không thuộc địa bàn của bạn nên các dòng của đơn vị này không được nhận."
        )
        return Named(named.unit, Standing.REFUSED, (at.error("other-district", message),))

    def commune(self, cell: RawCell, sheet: str, district: Unit | None, code: str = "") -> Named:
        """``code`` is the unit's code where the sheet has a column for it."""
        at = Place.of(cell, sheet)
        match = self.index.match_commune(cell.text, district.id if district else None)
        by_code = self.index.by_code.get(code)
        if by_code and by_code.level == "commune":
            match = _agree(match, by_code)
        if match.likeness is Likeness.FOREIGN:
            return Named(
                None, Standing.REFUSED, (at.error("other-district", self._foreign(match, district)),)
            )
        named = self._decide(match, at, "unknown-commune")
        if named.unit and not named.unit.in_programme:
            message = (
                f"{named.unit.title} không thuộc Chương trình nông thôn mới nên không có dòng trong biểu."
            )
            return Named(None, Standing.REFUSED, (at.error("unknown-commune", message),))
        if named.unit and not self.scope.holds(named.unit):
            place = self._place(named.unit)
            message = f"{named.unit.title}{place} không thuộc địa bàn của bạn nên không được nhận."
            return Named(named.unit, Standing.REFUSED, (at.error("other-district", message),))
        return named

    def _decide(self, match: Match, at: Place, unknown: str) -> Named:
        if match.likeness is Likeness.EXACT:
            return Named(match.unit, Standing.READ)
        if match.unit:
            message = f"“{at.text}” được hiểu là {match.unit.full_name}."
            finding = at.warning("name-differs", message, match.unit.title)
            return Named(match.unit, Standing.READ, (finding,))
        if match.candidates:
            return self._ask(match.candidates, at)
        what = "huyện" if unknown == "unknown-district" else "xã"
        message = f"Không tìm thấy {what} “{at.text}” trong danh mục. Hãy sửa tên như trong tệp mẫu."
        return Named(None, Standing.REFUSED, (at.error(unknown, message),))

    def _ask(self, candidates: tuple[Unit, ...], at: Place) -> Named:
        options = tuple(Option(unit.code, unit.title + self._place(unit)) for unit in candidates)
        message = f"Tên “{at.text}” chưa rõ. Hãy chọn đơn vị đúng hoặc bỏ dòng này."
        finding = at.error("name-ambiguous", message, options=options)
        answer = self.answers.get(finding.question)
        chosen = next((unit for unit in candidates if unit.code == answer), None)
        if chosen:
            told = at.warning(
                "name-differs", f"“{at.text}” được bạn chọn là {chosen.full_name}.", chosen.title
            )
            return Named(chosen, Standing.READ, (told,))
        return Named(None, Standing.REFUSED if answer == SKIP else Standing.ASKED, (finding,))

    def _place(self, unit: Unit) -> str:
        district = self.index.district_by_id.get(unit.district_id or 0)
        return f" ({district.full_name})" if district else ""

    def _foreign(self, match: Match, district: Unit | None) -> str:
        where = ", ".join(dict.fromkeys(self._place(unit).strip(" ()") for unit in match.candidates))
        name = match.candidates[0].title
        ours = f", không thuộc {district.full_name}" if district else ""
        return f"{name} thuộc {where}{ours}."


def _agree(match: Match, by_code: Unit) -> Match:
    """The code decides, unless the name clearly speaks of another unit: then ask."""
    if match.unit == by_code:
        return Match(Likeness.EXACT, by_code) if match.likeness is Likeness.FOREIGN else match
    if match.unit:
        return Match(Likeness.DOUBTFUL, candidates=(match.unit, by_code))
    return Match(Likeness.ALIAS, by_code)
