"""The words in which plans count remaining work: units of measure, abbreviations, works under other names.

Data for quantities.py. What is not listed here is not read as a unit, and stays text.
"""

import re
from dataclasses import dataclass

# Measured: fractions are common, so that "1.250" could be either.
MEASURES = {
    "km": ("km", "ki-lô-mét", "kilômét", "kilomet", "cây số"),
    "m²": ("m2", "m²", "mét vuông"),
    "m³": ("m3", "m³", "mét khối"),
    "m": ("m", "mét"),
    "ha": ("ha", "héc ta", "hecta", "hec ta"),
    "tấn": ("tấn",),
    "kg": ("kg", "ki-lô-gam"),
}

# Counted: whole numbers, and the counted thing belongs to the name of the work.
COUNTED = {
    "người": ("người dân", "người", "nhân khẩu", "khẩu", "đồng chí", "đ/c"),
    "hộ": ("hộ gia đình", "hộ dân", "hộ"),
    "lao động": ("lao động",),
    "học sinh": ("học sinh",),
    "nhà": ("ngôi nhà", "căn nhà", "căn hộ", "nhà"),
    "nhà văn hóa": ("nhà văn hóa", "nvh", "nhà sinh hoạt cộng đồng"),
    "nhà vệ sinh": ("nhà vệ sinh", "nhà tiêu", "hố xí"),
    "nhà tắm": ("nhà tắm",),
}
_THINGS = (
    *("bản", "thôn", "xóm", "tiểu khu", "tổ dân phố", "khu dân cư", "điểm", "vị trí", "địa điểm", "khu"),
    *("cơ sở", "trang trại", "doanh nghiệp", "hợp tác xã", "tổ hợp tác", "tổ", "đội", "nhóm", "câu lạc bộ"),
    *("mô hình", "sản phẩm", "chuỗi", "vùng", "vườn", "dự án", "đề án", "chương trình"),
    *("trường", "điểm trường", "lớp", "phòng học", "phòng", "trạm", "trạm biến áp", "chợ", "sân", "bãi"),
    *("công trình", "cầu", "cống", "đập", "phai", "hồ", "kênh", "tuyến", "rãnh", "giếng", "bể", "hố", "hầm"),
    *("biển", "cột", "bóng đèn", "đèn", "loa", "cụm loa", "camera", "đài", "máy tính", "máy"),
    *("bộ", "chiếc", "cái", "thùng", "xe", "cây", "con", "lò đốt", "lò", "giấy", "hồ sơ", "quy hoạch"),
    *("lượt người", "cuộc", "buổi", "đợt", "nhà máy", "nghĩa trang", "ngầm", "ô", "thửa", "làng nghề"),
)
COUNTED |= {thing: (thing,) for thing in _THINGS} | {"hợp tác xã": ("hợp tác xã", "htx")}

VILLAGES = ("bản", "thôn", "xóm", "tiểu khu", "tổ dân phố", "khu dân cư")
PEOPLE = ("người", "hộ")  # "cấp nước sạch cho 94 hộ": the unit says it, the name of the work need not

SHORT = {
    "đ/c": "đồng chí",
    "nvh": "nhà văn hóa",
    "sxkd": "sản xuất kinh doanh",
    "bvmt": "bảo vệ môi trường",
    "bhyt": "bảo hiểm y tế",
    "htx": "hợp tác xã",
}


@dataclass(frozen=True, slots=True)
class SameWork:
    """A work that goes by many names: what matches ``pattern`` and is counted in ``unit`` is ``name``."""

    pattern: re.Pattern[str]
    unit: str
    name: str


SAME_WORKS = tuple(
    SameWork(re.compile(pattern), unit, name)
    for pattern, unit, name in (
        (r"^(?:chưa (?:được )?)?cứng hóa\b", "km", "cứng hóa"),
        (r"^(?:chưa (?:được )?)?bê tông hóa\b", "km", "bê tông hóa"),
        (r"^(?:hỗ trợ )?xóa (?:bỏ )?nhà (?:ở )?tạm\b", "nhà", "xóa nhà tạm"),
        (r"\bbảo hiểm y tế\b", "người", "vận động mua bảo hiểm y tế"),
        (r"^(?:bố )?trí nguồn nước sạch\b", "hộ", "bố trí nguồn nước sạch"),
        (r"^đào tạo\b.*\bcấp chứng chỉ\b", "người", "đào tạo, cấp chứng chỉ"),
        (r"^giảm (?:tỷ lệ )?hộ nghèo(?:,| và) (?:hộ )?cận nghèo\b", "hộ", "giảm hộ nghèo, cận nghèo"),
        (r"^giảm (?:tỷ lệ )?hộ nghèo\b", "hộ", "giảm hộ nghèo"),
        (r"\bcơ sở .*\bký cam kết\b", "cơ sở", "vận động cơ sở sản xuất kinh doanh ký cam kết"),
        (r"\bbiển (?:chỉ dẫn|báo)\b", "biển", "lắp đặt biển chỉ dẫn, biển báo"),
    )
)

# How the naming of a work begins: a second figure of a sentence is an amount only behind one of these.
VERBS = (
    *("xây dựng", "xây mới", "xây", "làm mới", "làm", "sửa chữa", "nâng cấp", "cải tạo", "mở rộng", "mở mới"),
    *("đầu tư", "lắp đặt", "lắp", "cứng hóa", "bê tông hóa", "nhựa hóa", "duy tu", "bảo dưỡng", "tu sửa"),
    *("đào tạo", "bồi dưỡng", "tập huấn", "tuyên truyền", "vận động", "hướng dẫn", "hỗ trợ", "bố trí"),
    *("mua sắm", "mua", "trồng", "xóa", "giảm", "tăng", "cấp", "thành lập", "củng cố", "duy trì", "di dời"),
    *("công nhận", "phát triển", "hoàn thiện", "hoàn thành", "bổ sung", "quy hoạch", "kéo", "đào", "khoan"),
)
