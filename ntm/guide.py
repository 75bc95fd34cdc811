"""The guide for users: the Markdown files of docs/huong-dan, shown as pages of the program.

The files are read as they stand by whoever opens the folder, so an address in them is written as there:
``can-bo-huyen.md#gửi-số-liệu`` and ``images/luoi.png``. Here both become addresses of the program. Raw HTML
is printed as text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from PIL import Image

from .text import fold

FOLDER: Path = settings.GUIDE_DIR
CONTENTS = "muc-luc"
PAGES = {
    CONTENTS: "Mục lục",
    "can-bo-van-phong": "Văn phòng điều phối",
    "can-bo-huyen": "Huyện, xã, sở, ngành",
    "lanh-dao": "Lãnh đạo",
    "tu-dien": "Từ và dấu",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading within a page; ``level`` 2 or 3."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    sections: tuple[Section, ...]
    links: tuple[str, ...]  # as written in the file, images apart
    images: tuple[str, ...]
    html: SafeString


def own_page(user: Any) -> str:
    """The page for what the user does; the list of pages for a visitor and for who has no place yet."""
    if not user.is_authenticated or not user.areas:
        return CONTENTS
    if user.manages:
        return "can-bo-van-phong"
    return "can-bo-huyen" if user.enters else "lanh-dao"


def guide_url(name: str, anchor: str = "") -> str:
    """The address of a page of the guide, or of a section in it."""
    address = reverse("guide:page", args=[name])
    return f"{address}#{anchor}" if anchor else address


@cache
def read_page(name: str) -> Page:
    """A page of the guide, read once: the files change with the program only."""
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    sections = tuple(_sections(tokens))
    parts = [part for token in tokens for part in token.children or ()]
    links = [part for part in parts if part.type == "link_open"]
    images = tuple(unquote(str(part.attrs["src"])) for part in parts if part.type == "image")
    written = tuple(unquote(str(link.attrs["href"])) for link in links)
    for link in links:
        link.attrs["href"] = _address(unquote(str(link.attrs["href"])))
    _frame_figures(tokens)
    html = markdown.renderer.render(tokens[3:], markdown.options, {})  # the first three are the title
    return Page(tokens[1].content, sections, written, images, mark_safe(html))


def anchor_of(title: str) -> str:
    """The address of a heading within its page: "Gửi số liệu" and "gửi-số-liệu" → "gui-so-lieu"."""
    return slugify(fold(title))


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag in ("h2", "h3"):
            anchor = anchor_of(inline.content)
            opening.attrs["id"] = anchor
            yield Section(int(opening.tag[1]), inline.content, anchor)


def _address(written: str) -> str:
    """Of a link: another page of the guide or a section becomes an address of the program."""
    file, _, fragment = written.partition("#")
    if file.removesuffix(".md") in PAGES:
        return guide_url(file.removesuffix(".md"), anchor_of(fragment))
    return written if file else f"#{anchor_of(fragment)}"


def _frame_figures(tokens: Sequence[Token]) -> None:
    """A picture that is a paragraph by itself becomes a figure, with its description as the caption."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if [part.type for part in inline.children or ()] == ["image"]:
            opening.tag = closing.tag = "figure"


class _Renderer(RendererHTML):
    """What comes out otherwise than the library draws it."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The picture as a link to itself in full size; its measures keep the text from jumping."""
        source, said = Path(unquote(str(tokens[idx].attrs["src"]))), escape(tokens[idx].content)
        with Image.open(FOLDER / source) as picture:
            width, height = picture.size
        address = escape(static(f"huong-dan/{source.name}"))
        return (
            f'<a href="{address}"><img src="{address}" alt="{said}" width="{width}" height="{height}"'
            f' loading="lazy"></a><figcaption aria-hidden="true">{said}</figcaption>'
        )

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return '<div class="frame" tabindex="0" role="region" aria-label="Bảng"><table class="list">\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</table></div>\n"
