"""The guide in docs/huong-dan: what it links to exists, what it shows is there, and nothing in it is HTML."""

import ast
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.urls import get_resolver
from PIL import Image

from ntm import guide
from ntm.guide import PAGES, Section, anchor_of, own_page, read_page
from ntm.templatetags.guide import OFFICE_SECTIONS, SECTIONS
from tests.test_access import url_names

IMAGES = settings.GUIDE_DIR / "images"
APPS = [settings.BASE_DIR / name for name in ("ntm", "accounts", "criteria", "plans")]
MOST_BYTES = 100_000
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
HELP = re.compile(r"\{% help \"([^\"]*)\" \"([^\"]*)\"[^%]*%\}")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """``written(text)`` is the page of that text."""
    monkeypatch.setattr(guide, "FOLDER", tmp_path)

    def read(text):
        (tmp_path / "thu.md").write_text(text, encoding="utf-8")
        return read_page.__wrapped__("thu")

    return read


def test_page_has_title_and_sections(written):
    page = written("# Gửi số\n\n## Chốt, trả lại\n\nMột.\n\n### Hủy chốt\n\n#### Nhỏ\n")
    assert page.title == "Gửi số"
    assert page.sections == (
        Section(2, "Chốt, trả lại", "chot-tra-lai"),
        Section(3, "Hủy chốt", "huy-chot"),
    )
    assert page.html.startswith('<h2 id="chot-tra-lai">Chốt, trả lại</h2>\n<p>Một.</p>\n<h3 id="huy-chot">')


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("can-bo-huyen.md", "/huong-dan/can-bo-huyen/"),
        ("tu-dien.md#chỉ-tiêu", "/huong-dan/tu-dien/#chi-tieu"),
        ("#đợt-và-kỳ", "#dot-va-ky"),
        ("https://example.org/a#b", "https://example.org/a#b"),
    ],
)
def test_link_becomes_an_address_of_the_program(written, link, address):
    assert written(f"# A\n\n[chữ]({link})\n").html == f'<p><a href="{address}">chữ</a></p>\n'


def test_html_and_scripts_are_text(written):
    html = written('# A\n\n<b onclick="x()">đậm</b>\n\n[x](javascript:alert(1))\n').html
    assert html == (
        "<p>&lt;b onclick=&quot;x()&quot;&gt;đậm&lt;/b&gt;</p>\n<p>[x](javascript:alert(1))</p>\n"
    )


def test_picture_alone_is_a_figure(written, tmp_path):
    (tmp_path / "images").mkdir()
    Image.new("P", (30, 20)).save(tmp_path / "images" / "o.png")
    page = written("# A\n\n![Ô & lưới](images/o.png)\n")
    assert page.images == ("images/o.png",)
    assert page.html == (
        '<figure><a href="/static/huong-dan/o.png"><img src="/static/huong-dan/o.png" alt="Ô &amp; lưới"'
        ' width="30" height="20" loading="lazy"></a><figcaption aria-hidden="true">Ô &amp; lưới</figcaption>'
        "</figure>\n"
    )


def test_table_scrolls_in_its_frame(written):
    html = written("# A\n\n| Từ | Nghĩa |\n|---|---|\n| xã | đơn vị |\n").html
    assert html.startswith(
        '<div class="frame" tabindex="0" role="region" aria-label="Bảng"><table class="list">'
    )
    assert html.endswith("</table></div>\n")


def person(**rights):
    rights = {"is_authenticated": True, "areas": (1,), "manages": False, "enters": False} | rights
    return SimpleNamespace(**rights)


@pytest.mark.parametrize(
    ("user", "page"),
    [
        (person(is_authenticated=False), "muc-luc"),
        (person(areas=()), "muc-luc"),
        (person(manages=True, enters=True), "can-bo-van-phong"),
        (person(enters=True), "can-bo-huyen"),
        (person(), "lanh-dao"),
    ],
)
def test_page_for_what_the_user_does(user, page):
    assert own_page(user) == page


def test_every_file_is_a_page():
    assert {path.stem for path in settings.GUIDE_DIR.glob("*.md")} == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_known_apart(name):
    anchors = [section.anchor for section in read_page(name).sections]
    assert [anchor for anchor in anchors if anchors.count(anchor) > 1] == []


def lost(page, anchor):
    return page not in PAGES or (
        anchor != "" and anchor not in {section.anchor for section in read_page(page).sections}
    )


@pytest.mark.parametrize("name", PAGES)
def test_links_of_the_guide_lead_somewhere(name):
    targets = [link.partition("#") for link in read_page(name).links if not link.startswith("https://")]
    found = [(file.removesuffix(".md") or name, anchor_of(anchor)) for file, _, anchor in targets]
    assert [target for target in found if lost(*target)] == []


def test_help_in_templates_leads_to_a_section():
    links = [link for path in TEMPLATES for link in HELP.findall(path.read_text(encoding="utf-8"))]
    assert [link for link in links if lost(*link)] == []


@pytest.mark.parametrize("sections", [SECTIONS, OFFICE_SECTIONS], ids=["all", "office"])
def test_help_of_views_leads_to_a_section(sections):
    assert [one for one in sections.values() if lost(*one.split("#"))] == []
    assert [view for view in sections if view not in set(url_names(get_resolver().url_patterns))] == []


@pytest.mark.parametrize(
    ("user", "view", "address"),
    [
        (person(enters=True), "criteria:sheet", "can-bo-huyen/#gui-so-lieu"),
        (person(manages=True), "criteria:sheet", "can-bo-van-phong/#gui-tra-lai-chot"),
        (person(manages=True), "criteria:grid", "can-bo-huyen/#nhap-ket-qua-vao-luoi"),
        (person(manages=True), "no:view", "can-bo-van-phong/"),
        (person(), "reports:home", "lanh-dao/"),
        (person(is_authenticated=False), "accounts:login", "can-bo-huyen/#dang-nhap"),
    ],
)
def test_help_opens_what_is_said_of_the_view(user, view, address):
    request = SimpleNamespace(user=user, resolver_match=SimpleNamespace(view_name=view))
    html = Template("{% load guide %}{% help %}").render(Context({"request": request}))
    assert f'href="/huong-dan/{address}" target="_blank" rel="noopener"' in html


def test_help_may_name_its_section():
    html = Template('{% load guide %}{% help "tu-dien" "tu" %}').render(Context())
    assert 'href="/huong-dan/tu-dien/#tu"' in html


def all_strings():
    """Every text in the program; of a text with figures in it the parts between them."""
    trees = (
        ast.parse(path.read_text(encoding="utf-8")) for app in APPS for path in sorted(app.rglob("*.py"))
    )
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return "\n".join(node.value for node in nodes if isinstance(node.value, str))


def test_messages_the_guide_explains_are_said():
    text = (settings.GUIDE_DIR / "can-bo-huyen.md").read_text(encoding="utf-8")
    rows = text.partition("## Lỗi thường gặp")[2].splitlines()
    messages = [row.split("|")[1] for row in rows if row.startswith("|")][2:]
    said, parts = all_strings(), [part.strip() for message in messages for part in message.split("…")]
    assert len(messages) > 9
    assert [part for part in parts if part not in said] == []


def test_every_picture_is_shown_and_there():
    shown = {image for name in PAGES for image in read_page(name).images}
    assert shown == {f"images/{path.name}" for path in IMAGES.glob("*.png")}


@pytest.mark.parametrize("path", sorted(IMAGES.glob("*.png")), ids=lambda path: path.stem)
def test_picture_is_small(path):
    with Image.open(path) as picture:
        assert (picture.format, picture.mode) == ("PNG", "P")
    assert path.stat().st_size <= MOST_BYTES
