"""Small tags for the widgets in `templates/ui/`: icons, faces, telephone numbers, bars.

They write markup only; they know nothing of the domain.
"""

import re
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from django import template
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from handslag.core import dates, numbers

register = template.Library()
register.filter("decimal", numbers.decimal_in_words)
register.filter("change", numbers.change_in_words)

SPRITE = Path(__file__).resolve().parent.parent / "templates" / "ui" / "icons.svg"

# Icons that point along the line of reading turn round where one reads from right to left; ticks and
# clocks do not.
MIRRORED = {
    "arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-in", "log-out", "undo-2",
    "external-link", "list-checks", "messages-square", "trending-up", "trending-down", "footprints",
}  # fmt: skip

# The mouths of the five faces, from very bad to very good.
MOUTHS = {
    1: "M14 31q10-10 20 0",
    2: "M15 30q9-5 18 0",
    3: "M15 29h18",
    4: "M15 27q9 6 18 0",
    5: "M14 26q10 12 20 0z",
}


@cache
def _drawings() -> dict[str, str]:
    """Name of each icon (and each alias) -> what is inside its symbol."""
    found = {}
    for names, inside in re.findall(r'<symbol id="([^"]+)">(.*?)</symbol>', SPRITE.read_text(encoding="utf-8")):
        for name in names.split():
            found[name] = inside
    return found


@cache
def _icon(name: str, label: str, extra: str) -> SafeString:
    classes = " ".join(filter(None, ["icon", "icon--mirror" if name in MIRRORED else "", extra]))
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    # Content may name an icon we do not have: a plain ring is better than a broken page.
    inside = _drawings().get(name) or _drawings()["circle"]
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {} focusable="false">{}</svg>',
        classes,
        says,
        mark_safe(inside),  # noqa: S308 our own file
    )


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """One icon by its name or alias. Without `label` it only decorates and is hidden from screen readers."""
    return _icon(str(name), str(label), str(extra))


# The sign that stands beside the word of a state, by kind.
SIGNS = {"ok": "check", "now": "circle-dot", "warn": "hourglass", "error": "circle-alert", "info": "info"}


@register.simple_tag
def status(kind: str, text: object) -> SafeString:
    """A state in a word: what `ui/status.html` shows, for lists, where an include in every row is dear."""
    sign = _icon(SIGNS[kind], "", "") if kind in SIGNS else ""
    return format_html('<span class="status{}">{}{}</span>', f" status--{kind}" if kind else "", sign, text)


@register.simple_tag
def day(value: date, pattern: str = "SHORT_DATE_FORMAT") -> SafeString:
    """A day, or the day of an instant where the reader is, in words and for machines. `pattern` names a format of the
    language (config/formats) or spells one out; "M" it may not be, which gives months a capital in every language."""
    return _day(timezone.localdate(value) if isinstance(value, datetime) else value, pattern, get_language())


@lru_cache(maxsize=2000)
def _day(value: date, pattern: str, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, pattern))


@register.filter(expects_localtime=True)
def short_day(value: date | None, pattern: str = "j F") -> str:
    """A day, or the day of an instant where the reader is, in words; with the year only where it is another one."""
    return dates.short_day(value, pattern) if value else ""


@register.simple_tag
def face(score: object) -> SafeString:
    """One of five faces, 1 (very bad) to 5 (very good); anything else is the face in the middle."""
    try:
        mouth = MOUTHS[int(str(score))]
    except (ValueError, KeyError):
        mouth = MOUTHS[3]
    return format_html(
        '<svg viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="20"/>'
        '<path d="M17 18v2M31 18v2"/><path d="{}"/></svg>',
        mouth,
    )


@register.filter
def option_input(option: BoundWidget) -> SafeString:
    """The input of one choice, the same as `option.tag` without a template for each: a page has dozens of them."""
    kind, name, value = (option.data[part] for part in ("type", "name", "value"))
    said = {"type": kind, "name": name} | ({} if value is None else {"value": str(value)})
    return mark_safe(f"<input{attributes(said | option.data['attrs'])}>")  # noqa: S308 each part is escaped


@register.filter
def attributes(attrs: dict[str, object]) -> SafeString:
    """The attributes of a widget as Django's `attrs.html` writes them, without its loop in a template."""
    words = (
        _attribute(name, value if value is True else str(value)) for name, value in attrs.items() if value is not False
    )
    return mark_safe("".join(words))  # noqa: S308 each part is escaped


@register.filter
def select_option(option: dict) -> SafeString:
    """One choice of a list to pull down, which may have two hundred."""
    return format_html(
        '<option value="{}"{}>{}</option>', str(option["value"]), attributes(option["attrs"]), option["label"]
    )


@register.simple_tag
def tile(option: BoundWidget, icons: dict | None = None, plain: object = False) -> SafeString:
    """One picture to press, of `ui/tiles.html`: a page has dozens. Its icon is that of `icons` (value -> icon name),
    else the one named like the value."""
    value, named = option.data["value"], icons or {}
    name = named.get(value) or named.get(str(value)) or value
    picture = "" if plain else format_html('<span class="leaf">{}</span>', _icon(str(name), "", ""))
    return format_html(
        '<label class="tile" for="{}">{}<span class="tile__body"><span class="tile__tick">{}</span>{}<span>{}</span>'
        "</span></label>",
        option.id_for_label, option_input(option), _icon("check", "", ""), picture, option.choice_label,
    )  # fmt: skip


@lru_cache(maxsize=5000, typed=True)
def _attribute(name: str, value: str | bool) -> str:
    """One attribute of a widget, True for one without a value: forms show the same few again and again."""
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


@register.filter
def phone_link(number: str) -> SafeString | str:
    """A telephone number to tap, in groups. It reads from left to right in every language."""
    if not number:
        return ""
    dial = re.sub(r"[^\d+]", "", numbers.in_plain_digits(str(number)))
    shown = numbers.phone_in_groups(str(number))
    return format_html('<a class="phone" href="tel:{}"><bdi dir="ltr">{}</bdi></a>', dial, shown)


@register.filter
def address_line(address: str) -> SafeString:
    """An e-mail address for a line of its own, so that no full stop of a sentence joins it. It reads from left to
    right in every language; a small phone breaks it behind the @."""
    parts = re.split(r"(?<=@)", str(address))
    joined = format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))
    return format_html('<bdi dir="ltr">{}</bdi>', joined)


@register.filter
def bar_width(value: object, most: object = 100) -> str:
    """`value` of `most` as a length on a bar of 100, safe for an SVG attribute in every language."""
    try:
        share = 100 * float(value) / float(most)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return "0"
    return f"{min(max(share, 0), 100):.1f}"


@register.filter
def with_colon(label: object) -> str:
    """The label, with a colon if it does not end as a sentence or question does (in any of our scripts)."""
    text = str(label)
    return text if text.endswith(("?", "؟", ";", ":", ".", "!", "።", "፧")) else f"{text}:"


@register.filter
def first_input(field) -> str:
    """The id that a link to `field` has to point at: for a group of choices its first choice."""
    kind = getattr(field.field.widget, "input_type", "")
    return f"{field.auto_id}_0" if field.use_fieldset and kind in ("radio", "checkbox") else field.auto_id
