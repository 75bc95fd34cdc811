"""The part of the country a user may see, and what the user may do there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """One unit with everything below it. A missing id means "no narrower than the level above".

    ``province_id`` None stands for every province (the built-in user ``system``). The flags are the rights
    inside the area: ``edits`` results; ``states_targets`` brings rows to a plan's annexes; ``manages`` plans,
    locks and passwords; ``administers`` users and reference data. ``stages`` are the steps of evaluation
    whose results may be entered; with ``department`` only those of the criteria it leads.
    """

    province_id: int | None = None
    district_id: int | None = None
    commune_id: int | None = None
    edits: bool = False
    states_targets: bool = False
    manages: bool = False
    administers: bool = False
    stages: tuple[str, ...] = ()
    department: str = ""

    @property
    def is_whole_province(self) -> bool:
        return self.district_id is None and self.commune_id is None

    def covers(self, province_id: int) -> bool:
        """Whether all of the province lies inside."""
        return self.is_whole_province and self.province_id in (None, province_id)


ALL_STAGES = ("self", "district", "department", "province")
EVERYWHERE = Area(edits=True, states_targets=True, manages=True, administers=True, stages=ALL_STAGES)
