from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from handslag.core.marks import signed_in

from ..queries import asked_of, title_of

PAGE = 25


@signed_in
@require_GET
def index(request):
    """What one is asked oneself: what waits for an answer first, then what was answered and can still be changed."""
    at = timezone.now()
    page = Paginator(asked_of(request.user, at), PAGE).get_page(request.GET.get("page"))
    lines = [{"invitation": row, "title": title_of(row.wave, get_language() or "en")} for row in page]
    return render(request, "surveys/own.html", {"page": page, "lines": lines})
