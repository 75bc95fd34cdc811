"""Blocks: one commune is one row whatever the sheet makes of it, and nothing of it is lost."""

import pytest

from plans.annexes.commune_gaps import ADVANCED, NTM
from tests.plans import son_la


@pytest.mark.parametrize("code", [NTM, ADVANCED])
@pytest.mark.parametrize("layout", son_la.LAYOUTS)
def test_every_layout_gives_the_printed_tree(layout, code):
    parsed = son_la.read(layout(code), code)
    assert son_la.tree(parsed.rows) == son_la.printed(code)
    assert [entry.standing for entry in parsed.entries] == ["read"] * len(parsed.rows)
