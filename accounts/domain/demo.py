"""Who plays in the demonstration: invented people of both provinces, each role once or more."""

from dataclasses import dataclass
from datetime import date

DEMO_DAY = date(2022, 6, 29)  # the units of the plans are those of that day
DEMO_PASSWORD = "nong-thon-moi-2022"  # survives a Vietnamese keyboard: no pair of letters that it would join


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``units`` are codes: two digits a province, three a district, five a commune."""

    username: str
    full_name: str
    post: str
    role: str
    units: tuple[str, ...]
    department: str = ""


DEMO_CAST = (
    DemoPerson("dienbien.quantri", "Nguyễn Hữu Thắng", "Chuyên viên", "admin", ("11",)),
    DemoPerson("dienbien.vanphong", "Lò Thị Hương", "Phó Chánh Văn phòng", "province_staff", ("11",)),
    DemoPerson(
        "dienbien.sogtvt", "Trần Quốc Bảo", "Chuyên viên", "department", ("11",), "Sở Giao thông vận tải"
    ),
    DemoPerson("dienbien.tuachua", "Giàng A Sử", "Chuyên viên", "district_officer", ("098",)),
    DemoPerson("dienbien.muongang", "Cà Văn Tiện", "Chuyên viên", "district_officer", ("102",)),
    DemoPerson("dienbien.thanhpho", "Phạm Thu Trang", "Chuyên viên", "district_officer", ("094",)),
    DemoPerson("dienbien.nampo", "Vàng Thị Máy", "Chuyên viên", "district_officer", ("103",)),
    DemoPerson(
        "dienbien.cumxa",
        "Quàng Văn Inh",
        "Cán bộ phụ trách cụm xã",
        "district_officer",
        ("03241", "03244", "03247"),
    ),
    DemoPerson("dienbien.xasinhphinh", "Sùng A Chu", "Công chức xã", "commune_clerk", ("03241",)),
    DemoPerson("dienbien.lanhdao", "Lê Minh Đức", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "leader", ("11",)),
    DemoPerson(
        "dienbien.lanhdaotuachua", "Hạng Thị Dợ", "Phó Chủ tịch Ủy ban nhân dân huyện", "leader", ("098",)
    ),
    DemoPerson("sonla.quantri", "Đỗ Văn Quyết", "Chuyên viên", "admin", ("14",)),
    DemoPerson("sonla.vanphong", "Cầm Thị Phượng", "Phó Chánh Văn phòng", "province_staff", ("14",)),
    DemoPerson("sonla.sogtvt", "Vũ Đình Khoa", "Chuyên viên", "department", ("14",), "Sở Giao thông vận tải"),
    DemoPerson("sonla.quynhnhai", "Lò Văn Ơn", "Chuyên viên", "district_officer", ("118",)),
    DemoPerson("sonla.maison", "Hà Thị Ngoan", "Chuyên viên", "district_officer", ("125",)),
    DemoPerson(
        "sonla.cumxa",
        "Tòng Văn Ét",
        "Cán bộ phụ trách cụm xã",
        "district_officer",
        ("03706", "03709", "03712"),
    ),
    DemoPerson("sonla.xachiengbang", "Điêu Thị Ơi", "Công chức xã", "commune_clerk", ("03706",)),
    DemoPerson("sonla.lanhdao", "Hoàng Ngọc Ánh", "Phó Chủ tịch Ủy ban nhân dân tỉnh", "leader", ("14",)),
    DemoPerson(
        "sonla.lanhdaoquynhnhai", "Bạc Cầm Hùng", "Phó Chủ tịch Ủy ban nhân dân huyện", "leader", ("118",)
    ),
)
