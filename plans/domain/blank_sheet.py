"""A form that somebody sends back as it came, over figures that are stored."""

from collections.abc import Iterable, Iterator, Sequence

from .definition import AnnexDefinition
from .findings import Finding, Severity
from .merge import Change
from .table import Row


def check_blank(
    definition: AnnexDefinition, rows: Iterable[Row], changes: Sequence[Change]
) -> Iterator[Finding]:
    """A warning where nothing at all is filled in, and storing the sheet would clear what is there."""
    cleared = sum(len(change.cleared) for change in changes)
    keys = definition.keys_beside_labels
    if cleared and not any(one.cell(key).text for row in rows for one in row.walk() for key in keys):
        message = (
            f"Tệp chưa điền số liệu nào: nếu lưu, {cleared} ô đã có số liệu sẽ bị xóa. "
            "Hãy xem lại có đúng tệp đã điền không."
        )
        yield Finding(Severity.WARNING, "blank-sheet", message)
