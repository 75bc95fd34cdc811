"""Which department leads a criterion, as the sets name them."""

import pytest

from criteria.domain.stages import leads


@pytest.mark.parametrize(
    ("named", "department", "led"),
    [
        ("Sở Nội vụ; Sở Tư pháp (18.4)", "Sở Nội vụ", True),
        ("Sở Nội vụ; Sở Tư pháp (18.4)", "sở tư  pháp", True),
        ("Sở Nội vụ; Sở Tư pháp (18.4)", "Sở", False),
        ("Sở Nội vụ", "Sở Nội vụ; Sở Tư pháp", False),
        ("", "", False),
        ("", " ", False),  # nobody leads it: not whoever left the name blank
        ("Sở Nội vụ;", "\u200b", False),
    ],
)
def test_leads(named, department, led):
    assert leads(named, department) is led
