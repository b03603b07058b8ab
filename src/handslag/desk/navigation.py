"""The few links that each role has at hand."""

from django.utils.translation import gettext as _

from handslag.core.addresses import address
from handslag.pairs.models import Pair
from handslag.programmes.access import grants

from .which_programme import programme_of

BAR = 4  # so many links fit the bottom bar of a phone


def audience_of(user) -> str:
    """`staff` where the account holds a role that sees other people's things, else `participant`."""
    return "staff" if grants(user).is_staff else "participant"


def _link(request, title: str, name: str, icon: str, *args) -> dict:
    url = address(name, *args)
    return {"title": title, "url": url, "icon": icon, "current": request.path == url}


# What each room shows in the navigation: permission, title, URL name of a page of one programme, icon. In groups:
# people, the pairs' year, its results, and what is around it.
def _rooms() -> list[list[tuple[str, str, str, str]]]:
    return [
        [
            ("application.read", _("Applications"), "recruitment:applications", "inbox"),
            ("person.read", _("People"), "programmes:people", "contact"),
        ],
        [
            ("training.see", _("Training"), "training:units", "book-open"),
            ("pair.match", _("Matching"), "pairs:matching", "shuffle"),
            ("pair.read", _("Pairs"), "pairs:pairs", "users"),
            ("supervision.see", _("Supervision"), "supervision:groups", "message-circle"),
        ],
        [
            ("indicator.read", _("Surveys"), "surveys:surveys", "clipboard-list"),
            ("indicator.read", _("Indicators"), "evaluation:indicators", "bar-chart"),
            ("certificate.issue", _("Certificates"), "evaluation:certificates", "award"),
        ],
        [
            ("message.see", _("Messages"), "outbox:team", "mail"),
            ("indicator.read", _("Partners"), "programmes:partners", "handshake"),
        ],
    ]


def navigation_of(request) -> list[dict]:
    """Links for the side bar (staff) or the bottom bar (participants), by what the account may see."""
    held = grants(request.user)
    links = [_link(request, _("Home"), "desk:home", "house")]
    programme = programme_of(request)
    own = [] if held.is_staff else _own_pair_links(request)
    # Four at most fit the bottom bar of a phone: who has a pair finds the training among the next steps.
    if programme is not None and not own:
        links += _programme_links(request, held, programme)
    links += own
    if not held.is_staff and len(links) < BAR:
        links.append(_link(request, _("Messages"), "outbox:own", "mail"))
    if held.organisations("journal.read"):
        links.append(_link(request, _("Journal"), "desk:journal", "scroll-text"))
    return links


def _own_pair_links(request) -> list[dict]:
    """Diary (for the mentor), meetings and plan of the account's own pair; nothing before both want it."""
    own = set(grants(request.user).persons.values())
    pair = getattr(request, "pair", None)  # set by the pages of a pair, and by the home to None where there is none
    if not hasattr(request, "pair") or (pair is not None and pair.ended_on is not None):
        pair = Pair.objects.visible_to(request.user).filter(ended_on=None).select_related("mentor").first()
    if pair is None or (pair.agreed_at is None and pair.started_on is None):
        return []
    links = [
        _link(request, _("Meetings"), "mentoring:meetings", "calendar-days", pair.pk),
        _link(request, _("Plan"), "mentoring:plan", "target", pair.pk),
    ]
    if pair.mentor.person_id in own:
        links.insert(0, _link(request, _("Diary"), "mentoring:diary", "notebook-pen", pair.pk))
    return links


def _programme_links(request, held, programme) -> list[dict]:
    links: list[dict] = []
    for group in _rooms():
        seen = [room for room in group if _sees(held, room[0], programme)]
        for at, (_permission, title, name, icon) in enumerate(seen):
            links.append(_link(request, title, name, icon, programme.pk) | {"begins": at == 0})
    return links


def _sees(held, permission: str, programme) -> bool:
    return programme.pk in held.programmes(permission) or programme.organisation_id in held.organisations(permission)
