"""Markdown of our documents as HTML for a page."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


def as_html(body: str, *, below: int = 1) -> SafeString:
    """CommonMark as HTML. HTML in the text itself is shown as text; headings move `below` those of the page."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(body)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + below, 6)}"
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308 escaped by markdown-it


def without_title(body: str) -> str:
    """The text without its first heading, for a page that shows the title itself."""
    first, _, rest = body.partition("\n")
    return rest.lstrip() if first.startswith("# ") else body
