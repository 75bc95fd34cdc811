"""Finds the unit a row speaks of, says what is odd about its name, and whether the person may bring it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from communes.domain.names import UNKNOWN, Likeness, Match, NameIndex, Unit
from ntm.legacy import from_legacy

from .entries import Scope, Standing
from .findings import SKIP, Finding, Option
from .places import Place, quote
from .read import RawCell

_DISTRICT_WORDS = re.compile(r"\b(?:huyện|thị xã|thành phố|tp\.?|tx\.?)\s+\w+(?:\s+\w+){0,3}", re.IGNORECASE)
_SURE = (Likeness.EXACT, Likeness.ALIAS, Likeness.FOLDED)
_LEGACY_FONTS = (".VnTime", "VNI-Times")
_CODE_LENGTH = 5  # Excel drops the noughts before a code


@dataclass(frozen=True, slots=True)
class Named:
    unit: Unit | None
    standing: Standing
    findings: tuple[Finding, ...] = ()


class Namer:
    """Names of one sheet → units, inside what the person may bring, with the answers given so far."""

    def __init__(self, index: NameIndex, scope: Scope, answers: Mapping[str, str]) -> None:
        self.index, self.scope, self.answers = index, scope, answers

    def home(self, titles: Iterable[str], names: list[str]) -> Unit | None:
        """The district of rows that stand under no section: one named above the table, or the person's own.

        A title may name any place ("Tp. Điện Biên Phủ, ngày …"): it counts where half of ``names``, those of
        the rows, are found in that district.
        """
        for unit in self._districts_in(titles):
            if 2 * sum(self.is_commune(name, unit) for name in names) >= max(len(names), 1):
                return unit
        own = {unit.district_id for unit in self.index.communes_of(None) if self.scope.holds(unit)}
        if self.scope.is_whole or len(own) != 1:
            return None
        return self.index.district_by_id.get(own.pop() or 0)

    def _districts_in(self, titles: Iterable[str]) -> Iterator[Unit]:
        for title in titles:
            for words in (title, *_DISTRICT_WORDS.findall(title)):
                if unit := self._longest_district(words):
                    yield unit

    def _longest_district(self, words: str) -> Unit | None:
        """ "huyện Điện Biên Đông năm 2025" names Điện Biên Đông, not Điện Biên."""
        parts = words.split()[:6]
        for end in range(len(parts), 1, -1):
            match = self.index.match_district(" ".join(parts[:end]))
            if match.likeness in (Likeness.EXACT, Likeness.ALIAS):
                return match.unit
        return None

    def is_district(self, text: str) -> bool:
        return self.index.match_district(text).unit is not None

    def is_like_district(self, text: str) -> bool:
        """Whether it could be a district's name, if only with a question."""
        return self.index.match_district(text).likeness is not Likeness.UNKNOWN

    def is_commune(self, text: str, district: Unit | None) -> bool:
        return self._match(text, district).likeness in _SURE

    def is_commune_elsewhere(self, text: str, district: Unit | None) -> bool:
        return self._match(text, district).likeness is Likeness.FOREIGN

    def _match(self, text: str, district: Unit | None) -> Match:
        return self.index.match_commune(text, district.id if district else None)

    def foreign_district(self, text: str, district: Unit | None) -> Unit | None:
        """The other district the commune belongs to, where the name fits one only."""
        if district is None:
            return None
        match = self._match(text, district)
        found = {unit.district_id for unit in match.candidates}
        if match.likeness is not Likeness.FOREIGN or len(found) != 1:
            return None
        return self.index.district_by_id.get(found.pop() or 0)

    def standing_of_total(self) -> Standing:
        return Standing.READ if self.scope.is_whole else Standing.CONTEXT

    def find_district(self, cell: RawCell, sheet: str, text: str | None = None) -> Named:
        """The district by its name alone; ``text``: the part of the cell that names it."""
        match = self.index.match_district(cell.text if text is None else text)
        return self._decide(match, Place.of(cell, sheet), "unknown-district")

    def district(self, cell: RawCell, sheet: str, code: str = "") -> Named:
        """The district whose own row it is; ``code`` as for a commune."""
        at = Place.of(cell, sheet)
        match, by_code = self.index.match_district(cell.text), self.index.by_code.get(code)
        if by_code and by_code.level == "district" and by_code in match.candidates:
            match = Match(Likeness.ALIAS, by_code)
        named = self._decide(match, at, "unknown-district-row")
        if named.unit and not self.scope.holds(named.unit):
            message = f"{named.unit.title} không thuộc địa bàn của bạn nên không được nhận."
            return Named(named.unit, Standing.REFUSED, (at.error("other-district", message),))
        return named

    def judge_sums(self, named: Named, at: Place) -> Named:
        """Who has the whole district states its sums; those of a part are checked only."""
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
        match = self._agree(self._match(cell.text, district), code)
        if match.likeness is Likeness.UNKNOWN:
            match = self._match_legacy(cell.text, district)
        if match.likeness is Likeness.FOREIGN:
            finding = at.error("other-district", self._foreign(match, district))
            return Named(match.unit, Standing.REFUSED, (finding,))
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

    def _match_legacy(self, text: str, district: Unit | None) -> Match:
        """Letters of an old encoding whose font was lost on the way are a guess: ask."""
        shown = (from_legacy(text, font) for font in _LEGACY_FONTS)
        units = (self._match(text, district).unit for text in shown if text)
        found = tuple(dict.fromkeys(unit for unit in units if unit))
        return Match(Likeness.DOUBTFUL, candidates=found) if found else UNKNOWN

    def _agree(self, match: Match, code: str) -> Match:
        """The code decides between spellings; where the name clearly speaks of another unit, ask."""
        by_code = self.index.by_code.get(code.zfill(_CODE_LENGTH)) if code else None
        if by_code is None or by_code.level != "commune":
            return match
        if match.unit == by_code:
            return Match(Likeness.EXACT, by_code) if match.likeness is Likeness.FOREIGN else match
        if by_code in match.candidates:
            return Match(Likeness.ALIAS, by_code)
        others = (match.unit,) if match.unit else match.candidates
        return Match(Likeness.DOUBTFUL, candidates=(by_code, *others))

    def _decide(self, match: Match, at: Place, unknown: str) -> Named:
        if match.likeness is Likeness.EXACT:
            return Named(match.unit, Standing.READ)
        if match.unit:
            message = f"{quote(at.text)} được hiểu là {match.unit.full_name}."
            finding = at.warning("name-differs", message, match.unit.title)
            return Named(match.unit, Standing.READ, (finding,))
        if match.candidates:
            return self._ask(match.candidates, at)
        message = _unknown(at.text, unknown)
        return Named(None, Standing.REFUSED, (at.error(unknown.removesuffix("-row"), message),))

    def _ask(self, candidates: tuple[Unit, ...], at: Place) -> Named:
        options = tuple(Option(unit.code, unit.title + self._place(unit)) for unit in candidates)
        message = f"Tên {quote(at.text)} chưa rõ. Hãy chọn đơn vị đúng hoặc bỏ dòng này."
        finding = at.error("name-ambiguous", message, options=options)
        answer = self.answers.get(finding.question)
        chosen = next((unit for unit in candidates if unit.code == answer), None)
        if chosen:
            message = f"{quote(at.text)} được bạn chọn là {chosen.full_name}."
            return Named(chosen, Standing.READ, (at.warning("name-differs", message, chosen.title),))
        return Named(None, Standing.REFUSED if answer == SKIP else Standing.ASKED, (finding,))

    def _place(self, unit: Unit) -> str:
        district = self.index.district_by_id.get(unit.district_id or 0)
        return f" ({district.full_name})" if district else ""

    def _foreign(self, match: Match, district: Unit | None) -> str:
        where = ", ".join(dict.fromkeys(self._place(unit).strip(" ()") for unit in match.candidates))
        name = match.candidates[0].title
        ours = f", không thuộc {district.full_name}" if district else ""
        return f"{name} thuộc {where}{ours}. Hãy chuyển dòng này về đúng huyện hoặc bỏ khỏi tệp."


def _unknown(text: str, code: str) -> str:
    if not text:
        what = "huyện" if code == "unknown-district-row" else "xã"
        return f"Dòng có số liệu nhưng không có tên {what}. Hãy ghi tên {what} ở ô này."
    if code == "unknown-district-row":
        return f"Không tìm thấy {quote(text)} trong danh mục huyện. Hãy sửa tên như trong tệp mẫu."
    if code == "unknown-district":
        return (
            f"Không tìm thấy {quote(text)} trong danh mục huyện nên các dòng bên dưới chưa được nhận. "
            "Hãy sửa tên như trong tệp mẫu."
        )
    return f"Không tìm thấy {quote(text)} trong danh mục xã. Hãy sửa tên như trong tệp mẫu."
