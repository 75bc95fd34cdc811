"""Units as the domain sees them, and how printed names are matched with them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unit:
    """A district or commune. Two units are the same when level and id are."""

    id: int
    code: str
    name: str = field(compare=False)
    type: str = field(default="", compare=False)  # "xã", "huyện", "thị trấn" …
    level: str = "commune"  # or "district"
    district_id: int | None = field(default=None, compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)
    in_programme: bool = field(default=True, compare=False)

    @property
    def title(self) -> str:
        """Type and name at the start of a cell: "Xã Ẳng Cang"."""
        return f"{self.type} {self.name}".strip()[:1].upper() + f"{self.type} {self.name}".strip()[1:]
