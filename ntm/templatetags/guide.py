"""The link from a screen to what the guide says of it."""

from django import template

from ntm.guide import guide_url

register = template.Library()


@register.inclusion_tag("components/help.html", name="help")
def help_link(page: str, anchor: str, label: str = "Hướng dẫn") -> dict[str, str]:
    """A link to a section; a test holds every anchor against the headings of the page."""
    return {"url": guide_url(page, anchor), "label": label}
