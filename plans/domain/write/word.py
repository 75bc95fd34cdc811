"""What every Word document of ours has: styles, sections, page numbers. Its body is written as markup.

Of python-docx the package alone is used: its own template brings faces and styles that nobody wants here.
"""

import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
STYLES = Path(__file__).with_name("word_styles.xml")

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAPER = (Decimal(210), Decimal(297))  # mm
_LONGEST = 255  # letters of a property
_UNWANTED = (
    "extended-properties",
    "thumbnail",
    "customXml",
    "stylesWithEffects",
    "webSettings",
    "numbering",
    "theme",
)
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_PAGE_NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def twips(millimetres: Decimal | float) -> int:
    """The measure of Word: a twentieth of a point."""
    return round(float(millimetres) / 25.4 * 1440)


def said(text: str, *marks: str) -> str:
    """A run; ``marks`` are elements of its properties in their order: "<w:b/>"."""
    shown = _NOT_IN_XML.sub("", text)
    lines = (f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in shown.split("\n"))
    properties = f"<w:rPr>{''.join(marks)}</w:rPr>" if marks else ""
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>" if shown else ""


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """``properties``: elements that follow the style's name in their order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


class WordBook:
    """A document of sections, each with pages numbered from 1, no number on its first page."""

    def __init__(self, title: str, subject: str, notes: Sequence[str] = ()) -> None:
        self._document: Any = Document()
        self._part: Any = self._document.part
        self._body: list[str] = []
        self._strip(with_notes=bool(notes))
        self._describe(title, subject)
        self._numbered = self._add_header(_PAGE_NUMBER)
        self._bare = self._add_header('<w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr></w:p>')
        if notes:
            self._add_footnotes(notes)

    def add_section(
        self, elements: Iterable[str], *, margins: Sequence[int], landscape: bool = False, last: bool = False
    ) -> None:
        """Markup of paragraphs and tables on pages of their own; the last element is a paragraph.

        ``margins``: mm at the top, right, bottom and left.
        """
        *elements, closing = elements
        section = self._section(margins, landscape)
        if last:
            self._body += [*elements, closing, section]
        else:
            before, after = closing.split("</w:pPr>", 1)
            self._body += [*elements, f"{before}{section}</w:pPr>{after}"]

    def _section(self, margins: Sequence[int], landscape: bool) -> str:
        width, height = reversed(_PAPER) if landscape else _PAPER
        turned = ' w:orient="landscape"' if landscape else ""
        top, right, bottom, left = map(twips, margins)
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{self._numbered}"/>'
            f'<w:headerReference w:type="first" r:id="{self._bare}"/><w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{twips(10)}" w:footer="{twips(8)}" w:gutter="0"/>'
            f'<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
        )

    def to_bytes(self) -> bytes:
        body = parse_xml(f"<w:body {NAMESPACES}>{''.join(self._body)}</w:body>")
        root = self._document.element
        root.replace(root.body, body)
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _strip(self, *, with_notes: bool) -> None:
        """Leaves of the template the bare package."""
        self._part._styles_part._element = parse_xml(STYLES.read_bytes())
        for relations in (self._part.rels, self._document.part.package.rels):
            for key in [k for k, rel in relations.items() if rel.reltype.endswith(_UNWANTED)]:
                del relations[key]
        settings = self._document.settings.element
        settings[:] = parse_xml(f"<w:settings {NAMESPACES}>{_settings(with_notes)}</w:settings>")
        fonts = next(rel.target_part for rel in self._part.rels.values() if rel.reltype.endswith("fontTable"))
        fonts._blob = _FONTS.encode()

    def _describe(self, title: str, subject: str) -> None:
        properties: Any = self._document.core_properties
        properties._element[:] = []
        properties.title, properties.subject = title[:_LONGEST], subject[:_LONGEST]
        properties.language = "vi-VN"

    def _add_header(self, markup: str) -> str:
        part, key = self._part.add_header_part()
        part._element[:] = parse_xml(f"<w:hdr {NAMESPACES}>{markup}</w:hdr>")
        return str(key)

    def _add_footnotes(self, notes: Sequence[str]) -> None:
        """Word's own footnotes, number 1 the first of them; those below 1 are the rules it wants."""
        rules = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
            "</w:p></w:footnote>"
        )
        mark = '<w:r><w:rPr><w:rStyle w:val="SoChuThich"/></w:rPr><w:footnoteRef/></w:r>'
        made = (
            f'<w:footnote w:id="{number}">{paragraph("ChuThich", mark, said(f" {text}"))}</w:footnote>'
            for number, text in enumerate(notes, start=1)
        )
        markup = f"<w:footnotes {NAMESPACES}>{rules}{''.join(made)}</w:footnotes>"
        part = Part(
            PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, markup.encode(), self._document.part.package
        )
        self._part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def note_mark(number: int) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="SoChuThich"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _settings(with_notes: bool) -> str:
    rules = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{rules if with_notes else ""}'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
    )


_FONTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<w:fonts {NAMESPACES}><w:font w:name="Times New Roman"><w:panose1 w:val="02020603050405020304"/>'
    '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
