"""A plan's text as a document for paper; ``plan.css`` beside this module says how it looks."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from .papers import Paper, unbroken
from .plan_text import KIND, MOTTO, NATION, RECIPIENTS, Paragraph, PlanText, Run


def as_paper(text: PlanText) -> Paper:
    title = escape(f"{KIND.capitalize()} {text.title}")
    head = f'<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset="utf-8"><title>{title}</title></head>'
    pieces = (
        *_top(text),
        *(_paragraph(paragraph, text.notes) for paragraph in text.paragraphs),
        *_signing(text),
    )
    return Paper(head, ("\n".join(('<div class="plan">', *pieces, "</div>")),))


def _top(text: PlanText) -> Iterator[str]:
    yield '<table class="top"><tr><td class="issuer">'
    yield from (f"<p><b>{escape(line)}</b></p>" for line in text.issuer)
    yield '<hr class="third">'
    yield f'<p class="number">{escape(text.number)}</p>'
    yield '<td class="nation">'
    yield f'<p><b>{NATION}</b></p><p class="motto"><b>{MOTTO}</b></p>'
    yield f'<p class="day">{escape(text.place_and_date)}</p>'
    yield "</table>"
    yield f'<h1>{KIND}</h1><p class="subject">{escape(text.title)}</p><hr class="rule">'


def _paragraph(paragraph: Paragraph, notes: Sequence[str]) -> str:
    marks = [
        str(paragraph.role),
        "heading" if paragraph.is_heading else "",
        "last" if paragraph.is_last else "",
    ]
    runs = "".join(_run(run, notes) for run in paragraph.runs)
    return f'<p class="{" ".join(filter(None, marks))}">{runs}</p>'


def _run(run: Run, notes: Sequence[str]) -> str:
    if run.note:
        return f'<span class="footnote">{unbroken(notes[run.note - 1])}</span>'
    return f"<b>{unbroken(run.text)}</b>" if run.bold else unbroken(run.text)


def _signing(text: PlanText) -> Iterable[str]:
    yield '<table class="signing"><tr><td class="recipients">'
    if text.recipients:
        yield f'<p class="to">{RECIPIENTS}</p>'
        yield from (f"<p>{escape(line)}</p>" for line in text.recipients)
    yield '<td class="signer">'
    yield from (f"<p><b>{escape(line)}</b></p>" for line in text.powers)
    yield f'<p class="name"><b>{escape(text.signer)}</b></p></table>'
