"""Whether what is sent as taken over from a proposal is what is proposed."""

from collections.abc import Sequence
from dataclasses import replace

from criteria.domain.values import BadResultError, ResultValue, State, parse_result

from .results import Cell, Edit, load_cells
from .sheets import Sheet
from .verdicts import judge_sheet


def honest_edits(sheet: Sheet, edits: Sequence[Edit]) -> list[Edit]:
    """The edits; one ``derived`` of a proposal that is another by now counts as the person's own word.

    No query where none is derived, else those of ``judge_sheet``.
    """
    known = [edit for edit in edits if edit.derived and edit.key in sheet.measures]
    communes = {edit.commune_id for edit in known} & sheet.districts.keys()
    if not communes:
        return list(edits)
    cells = load_cells(sheet, communes)
    judged = judge_sheet(sheet, communes, cells)
    true = {
        edit.at
        for edit in known
        if edit.commune_id in communes
        and _wanted(sheet, edit)
        == _proposed(cells.get(edit.at, Cell()).value, judged.at(*edit.at).proposal.state)
    }
    return [replace(edit, derived=edit.derived and edit.at in true) for edit in edits]


def _wanted(sheet: Sheet, edit: Edit) -> ResultValue | None:
    try:
        return parse_result(edit.text or "", sheet.measures[edit.key])
    except BadResultError:
        return None


def _proposed(stored: ResultValue, state: State) -> ResultValue:
    """The figure as it is, decided as proposed."""
    return replace(stored, state=state)
