"""Headings that several annexes share: the columns that name a unit, and the many names of a criterion."""

from decimal import Decimal

from ntm.text import fold
from plans.domain.definition import Column, ColumnType, CriterionFacts

ORDINAL, NAME = Decimal(9), Decimal(39)  # mm
ORDINAL_ALIASES = ("TT", "STT", "Số TT", "Số thứ tự", "T.T")

# Official name, folded → the heading as plans print it, and other headings seen for it. Keyed by name because
# the same number means different things in different sets.
_HEADINGS: dict[str, tuple[str, ...]] = {
    "quy hoach": ("Quy hoạch", "Quy hoạch và thực hiện quy hoạch", "QH"),
    "giao thong": ("Giao thông", "Đường giao thông", "GT"),
    "thuy loi": ("Thủy lợi", "TL"),
    "thuy loi va phong, chong thien tai": (
        "Thủy lợi và phòng, chống thiên tai",
        "Thủy lợi và phòng chống thiên tai",
        "Thủy lợi, phòng chống thiên tai",
        "Thủy lợi và PCTT",
        "Thủy lợi & PCTT",
        "TL và PCTT",
        "TL & PCTT",
        "TL-PCTT",
        "PCTT",
        "TL",
        "Thủy lợi",
    ),
    "dien": ("Điện", "Điện nông thôn"),
    "truong hoc": (
        "Trường học",
        "Trường lớp học",
        "Trường, lớp học",
        "Cơ sở vật chất trường học",
        "CSVC trường học",
        "TH",
    ),
    "co so vat chat van hoa": (
        "Cơ sở vật chất VH",
        "Cơ sở vật chất văn hóa",
        "CSVC văn hóa",
        "CSVC VH",
        "CSVCVH",
    ),
    "co so ha tang thuong mai nong thon": (
        "Cơ sở hạ tầng thương mại",
        "Cơ sở hạ tầng thương mại nông thôn",
        "CSHT thương mại nông thôn",
        "CSHT thương mại",
        "CSHT TM",
        "Hạ tầng thương mại nông thôn",
        "Hạ tầng thương mại",
        "Hạ tầng TM",
        "Chợ nông thôn",
    ),
    "thong tin va truyen thong": (
        "Thông tin và truyền thông",
        "Thông tin truyền thông",
        "Thông tin & TT",
        "Thông tin và TT",
        "TT và TT",
        "TT & TT",
        "TTTT",
        "Bưu điện",
    ),
    "nha o dan cu": ("Nhà ở dân cư", "Nhà ở", "NODC"),
    "thu nhap": ("Thu nhập", "Thu nhập bình quân", "Thu nhập bình quân đầu người", "TN"),
    "ho ngheo": ("Hộ nghèo", "Tỷ lệ hộ nghèo", "Nghèo"),
    "ngheo da chieu": (
        "Nghèo đa chiều",
        "Nghèo ĐC",
        "NĐC",
        "Tỷ lệ nghèo đa chiều",
        "Hộ nghèo đa chiều",
        "Hộ nghèo ĐC",
        "HN",
        "Hộ nghèo",
        "Nghèo",
    ),
    "lao dong": ("Lao động", "Lao động có việc làm", "LĐ"),
    "lao dong co viec lam": ("Lao động có việc làm", "Lao động", "Việc làm", "LĐ"),
    "to chuc san xuat": ("Tổ chức sản xuất", "Tổ chức SX", "Hình thức tổ chức sản xuất", "TCSX"),
    "to chuc san xuat va phat trien kinh te nong thon": (
        "Tổ chức sản xuất và phát triển kinh tế nông thôn",
        "Tổ chức sản xuất và PTKT nông thôn",
        "Tổ chức sản xuất và PTKTNT",
        "Tổ chức SX và PTKT nông thôn",
        "Tổ chức sản xuất",
        "Tổ chức SX",
        "Hình thức tổ chức sản xuất",
        "TCSX",
        "SX",
    ),
    "giao duc": ("Giáo dục", "GD"),
    "giao duc va dao tao": (
        "Giáo dục và đào tạo",
        "Giáo dục, đào tạo",
        "Giáo dục & ĐT",
        "Giáo dục và ĐT",
        "GD&ĐT",
        "GD và ĐT",
        "GDĐT",
        "Giáo dục",
    ),
    "y te": ("Y tế", "YT"),
    "van hoa": ("Văn hóa", "VH"),
    "moi truong": ("Môi trường", "MT"),
    "moi truong va an toan thuc pham": (
        "Môi trường và an toàn thực phẩm",
        "Môi trường và ATTP",
        "Môi trường & ATTP",
        "MT và ATTP",
        "MT & ATTP",
        "MT",
        "Môi trường",
    ),
    "chat luong moi truong song": ("Chất lượng môi trường sống", "CL môi trường sống", "CLMT sống"),
    "hanh chinh cong": ("Hành chính công", "HCC"),
    "tiep can phap luat": ("Tiếp cận pháp luật", "TCPL"),
    "he thong chinh tri va tiep can phap luat": (
        "Hệ thống chính trị và tiếp cận pháp luật",
        "Hệ thống chính trị, tiếp cận pháp luật",
        "Hệ thống chính trị và TCPL",
        "HTCT và TCPL",
        "HTCT & TCPL",
        "Hệ thống chính trị",
        "Hệ thống tổ chức chính trị",
        "HTCT",
    ),
    "quoc phong va an ninh": (
        "Quốc phòng và an ninh",
        "Quốc phòng, an ninh",
        "Quốc phòng - an ninh",
        "Quốc phòng an ninh",
        "An ninh, quốc phòng",
        "QP & AN",
        "QP&AN",
        "QP và AN",
        "QPAN",
        "ANQP",
        "Quốc phòng an ninh trật tự",
        "An ninh trật tự",
        "ANTT",
        "Quốc phòng",
    ),
}


def unit_columns() -> tuple[Column, ...]:
    return (
        Column("stt", "STT", ColumnType.ORDINAL, ORDINAL, ORDINAL_ALIASES, required=False),
        Column("name", "Tên đơn vị", ColumnType.NAME, NAME, _NAME_ALIASES),
    )


def district_columns() -> tuple[Column, ...]:
    """The same for an annex with a row for each district."""
    return (
        Column("stt", "TT", ColumnType.ORDINAL, ORDINAL, ORDINAL_ALIASES, required=False),
        Column("name", "Tên huyện", ColumnType.NAME, NAME, (*_DISTRICT_ALIASES, *_NAME_ALIASES)),
    )


_DISTRICT_ALIASES = (
    "Huyện",
    "Đơn vị cấp huyện",
    "Tên đơn vị",
    "Huyện, thị xã, thành phố",
    "Tên huyện, thị xã, thành phố",
    "Các huyện, thị xã, thành phố",
    "Thuộc huyện",
)
_NAME_ALIASES = (
    "Đơn vị",
    "Đơn vị hành chính",
    "Tên đơn vị hành chính",
    "Tên xã",
    "Xã",
    "Tên các xã",
    "Danh sách xã",
    "Tên huyện, xã",
    "Tên huyện/xã",
    "Huyện, xã",
    "Huyện/xã",
    "Xã, huyện",
    "Xã, phường",
    "Xã, phường, thị trấn",
    "Tên xã, phường, thị trấn",
    "Địa bàn",
    "Địa phương",
    "Tên địa phương",
)


RESULT_ALIASES = (
    "Kết quả thực hiện",
    "Kết quả",
    "Tổng số tiêu chí đạt chuẩn",
    "Tổng số tiêu chí đạt",
    "Tổng tiêu chí đạt",
    "Số tiêu chí đạt chuẩn",
    "Số tiêu chí đạt",
    "Số TC đạt",
    "Tổng số tiêu chí",
    "Tổng số TC",
    "Tổng số TC đạt",
    "Tổng TC đạt",
    "Tổng TC",
    "Số TC",
    "KQ",
    "Tổng tiêu chí",
    "Tổng cộng",
    "Tổng số",
    "Tổng",
    "Cộng",
)


def headings_of(criterion: CriterionFacts) -> list[str]:
    """The printed heading first, then every other one, each once."""
    known = _HEADINGS.get(fold(criterion.name), (criterion.name,))
    named = (*known, criterion.name, criterion.short_name, *criterion.aliases)
    return list(dict.fromkeys(heading for heading in (*named, *_numbered(criterion.number)) if heading))


def _numbered(number: str) -> tuple[str, ...]:
    padded = number.zfill(2)
    words = ("Tiêu chí số", "Tiêu chí", "TC số", "TC")
    spaced = [f"{word} {figure}" for word in words for figure in (number, padded)]
    return tuple(dict.fromkeys([*spaced, f"TC{number}", f"TC{padded}"]))
