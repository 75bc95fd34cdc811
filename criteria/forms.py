"""What a page's address and the body of a save say, as the services take it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict

from communes.models import Commune, District

from .domain.grid import Only
from .domain.values import BadResultError
from .domain.works import parse_works
from .services.grid import CRITERIA, WHOLE
from .services.grid_page import Choice
from .services.results import Edit
from .services.sheets import Sheet

MAX_EDITS, MAX_TEXT = 2000, 5000
_STRANGE = re.compile("[\0\ud800-\udfff]")  # no database stores these


class GridForm(forms.Form):
    """Which communes and columns of a sheet to show. A code that is not among those seen is an error."""

    huyen = forms.ChoiceField(required=False)
    xa = forms.MultipleChoiceField(required=False)
    bang = forms.ChoiceField(required=False)
    loc = forms.ChoiceField(required=False, choices=[(only.value, only.name) for only in Only])
    trang = forms.IntegerField(required=False, min_value=1)

    def __init__(
        self, sheet: Sheet, communes: Sequence[Commune], districts: Sequence[District], data: QueryDict
    ) -> None:
        super().__init__(data)
        self.districts = {district.code: district for district in districts}
        self.district_of = {commune.code: commune.district_id for commune in communes}
        tables = [CRITERIA, WHOLE, *(measure.number for measure in sheet.criteria)]
        self.fields["huyen"].choices = [(code, code) for code in self.districts]
        self.fields["xa"].choices = [(commune.code, commune.code) for commune in communes]
        self.fields["bang"].choices = [(table, table) for table in tables]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        district = self.districts.get(given.get("huyen", ""))
        if district and any(self.district_of[code] != district.pk for code in given.get("xa", ())):
            self.add_error("xa", "Có xã không thuộc huyện đã chọn.")
        self.choice = Choice(
            table=given.get("bang") or CRITERIA,
            only=Only(given.get("loc", "")),
            district=district,
            communes=frozenset(given.get("xa", ())),
            page=given.get("trang") or 1,
        )
        return given


class MalformedError(ValueError):
    """The body of a save is not what the grid sends; the message says in Vietnamese what is wrong."""


@dataclass(frozen=True, slots=True)
class SentEdit:
    """One edit as it came. ``error``: a part of it that cannot be read, so that it must not be stored."""

    commune: str
    edit: Edit
    error: BadResultError | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """``user`` is for whom the browser kept the edits, "" where it does not say."""

    user: str
    edits: list[SentEdit]


def read_batch(body: bytes, communes: Mapping[str, int]) -> Batch:
    """What ``{"user"?, "edits": [{"commune", "key", "version", "text"?, "note"?, "works"?, …}]}`` says.

    An edit may hold "reason" and "derived" as well, as ``Edit`` explains them. ``communes`` says which id a
    code stands for; an unknown code gets an id that no commune has, so that it is refused like one of
    somebody else's. Raises MalformedError.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedError("Nội dung gửi không phải JSON.") from None
    edits = sent.get("edits") if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(edits, list):
        raise MalformedError("Thiếu danh sách ô cần lưu.")
    if len(edits) > MAX_EDITS:
        raise MalformedError(f"Mỗi lần lưu tối đa {MAX_EDITS} ô.")
    ids = dict(communes)
    read = [_read_edit(edit, ids) for edit in edits]
    if len({one.edit.at for one in read}) < len(read):
        raise MalformedError("Một ô được gửi hai lần.")
    return Batch(_text(sent, "user") or "", read)


def _read_edit(sent: object, ids: dict[str, int]) -> SentEdit:
    if not isinstance(sent, dict):
        raise MalformedError("Mỗi ô cần lưu phải là một đối tượng.")
    commune, key = _text(sent, "commune"), _text(sent, "key")
    version = sent.get("version")
    if not commune or not key or type(version) is not int or not 0 <= version < 2**31:
        raise MalformedError("Mỗi ô cần mã xã, mã cột và số phiên bản.")
    at = ids.setdefault(commune, -len(ids) - 1)
    derived = sent.get("derived", False)
    if type(derived) is not bool:
        raise MalformedError("“derived” phải là đúng hoặc sai.")
    texts = {name: _text(sent, name) for name in ("text", "note", "reason")}
    edit = Edit(at, key, version, **texts, derived=derived)
    try:
        works = parse_works(_lines(sent["works"])) if sent.get("works") is not None else None
    except BadResultError as error:
        return SentEdit(commune, edit, error)
    return SentEdit(commune, replace(edit, works=works))


def _text(sent: Mapping[str, object], name: str) -> str | None:
    text = sent.get(name)
    if text is not None and not isinstance(text, str):
        raise MalformedError(f"“{name}” phải là chữ.")
    if text is not None and (len(text) > MAX_TEXT or _STRANGE.search(text)):
        raise MalformedError(f"“{name}” dài quá {MAX_TEXT} ký tự hoặc có ký tự lạ.")
    return text


def _lines(works: object) -> list[dict[str, str]]:
    if not isinstance(works, list) or not all(isinstance(line, dict) for line in works):
        raise MalformedError("“works” phải là danh sách việc còn lại.")
    return [
        {name: _text(line, name) or "" for name in ("text", "quantity", "unit", "funded")} for line in works
    ]
