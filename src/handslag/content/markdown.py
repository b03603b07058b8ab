"""Markdown of our documents as HTML for a page."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt


def as_html(body: str) -> SafeString:
    """CommonMark as HTML. HTML in the text itself is shown as text; headings begin below those of the page."""
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(body)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308 escaped by markdown-it
