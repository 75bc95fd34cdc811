"""What history keeps of one figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One figure before and after, as printed; empty text where there was or is none.

    ``subject`` names the table of figures ("plan/dien-bien-2022-1986/criteria-matrix"), ``key`` the column;
    the ids say whose figure it is: a commune's, a district's or the province's own.
    """

    subject: str
    key: str
    old: str
    new: str
    province_id: int
    district_id: int | None = None
    commune_id: int | None = None
