"""What the team sees: which surveys are out, who is missing, totals, and single answers for the evaluation staff."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handslag.core.refusals import refusals_in, refusals_told
from handslag.journal.actions import record_reads
from handslag.programmes.access import acting_person, may, needs, permit, seen_programme
from handslag.programmes.days import day_of, last_month_end
from handslag.programmes.hiding import hidden_below, sees_totals_only
from handslag.programmes.models import Membership, Programme
from handslag.questionnaires.models import Questionnaire
from handslag.questionnaires.reading import in_language

from .. import actions
from ..forms import NewWaveForm
from ..models import Wave
from ..queries import in_words, measured, newest, singles, survey_rows, title_of, totals_of, waves_of, words_of

PAGE = 25


def _programme(request, programme_id, permission: str) -> Programme:
    programme = seen_programme(request.user, programme_id)
    permit(request.user, permission, programme)
    request.programme = programme
    return programme


def _wave(request, wave_id, permission: str) -> Wave:
    wave = get_object_or_404(
        Wave.objects.visible_to(request.user).select_related("questionnaire", "programme__organisation"), pk=wave_id
    )
    permit(request.user, permission, wave)
    request.programme = wave.programme
    return wave


def _limits(request, programme: Programme, today: date) -> tuple[int, date | None]:
    """(groups smaller than this are hidden, the day as of which totals are shown).

    The answers are confidential: only who may read single ones sees small groups. From outside nobody sees today.
    """
    least = 0 if may(request.user, "survey.read", programme) else hidden_below(programme)
    return least, last_month_end(today) if sees_totals_only(request.user, programme) else None


@needs("indicator.read")
def surveys(request, programme_id):
    """The surveys of a programme: asked, answered, response rate."""
    programme = _programme(request, programme_id, "indicator.read")
    at, language = timezone.now(), get_language()
    today = day_of(programme, at)
    least, until = _limits(request, programme, today)
    page = Paginator(waves_of(request.user, programme, until), PAGE).get_page(request.GET.get("page"))
    lines = [_line(wave, language, today, least) for wave in page]
    compared = measured(
        programme, on=today, language=language, hide_below=hidden_below(programme), cells_below=least, until=until
    )
    context = {
        "programme": programme, "page": page, "lines": lines, "may_open": may(request.user, "survey.open", programme),
        "reads": may(request.user, "survey.read", programme),
        "changes": compared if lines else [],
        "until": until,
    }  # fmt: skip
    return render(request, "surveys/surveys.html", context)


def _line(wave, language: str, today, least: int) -> dict:
    asked, answered = wave.asked, wave.sheets_in if wave.is_anonymous else wave.answered
    few = min(answered, asked if not wave.is_anonymous else answered) < least
    return {
        "wave": wave, "title": title_of(wave, language), "occasion": occasion_of(wave), "open": wave.is_open(today),
        "asked": asked, "answered": answered, "hidden": few,
        "percent": int(100 * answered / asked) if asked and not few else None,
    }  # fmt: skip


def occasion_of(wave: Wave) -> str:
    """What the survey was for, in words."""
    occasion = wave.occasion
    if occasion == "exit":
        return _("when somebody leaves")
    if occasion.isdecimal() and int(occasion) == 0:
        return _("at the first meeting")
    if occasion.isdecimal():
        return _("%(days)s days after the first meeting") % {"days": occasion}
    return _("opened by hand")


@needs("indicator.read")
def wave(request, wave_id):
    """The answers to one survey as totals, with bars and a table."""
    found = _wave(request, wave_id, "indicator.read")
    programme, at, language = found.programme, timezone.now(), get_language()
    today = day_of(programme, at)
    least, until = _limits(request, programme, today)
    counted = get_object_or_404(waves_of(request.user, programme, until), pk=found.pk)
    reads = may(request.user, "survey.read", programme)
    context = {
        "programme": programme, "wave": found, "line": _line(counted, language, today, least), "reads": reads,
        "totals": totals_of(found, on=today, language=language, hide_below=least, until=until),
        "until": until, "batch": 0 if found.is_anonymous else least,
        "words": words_of(found) if found.is_anonymous and reads else [],
        "missing": counted.asked - counted.answered, "may_open": may(request.user, "survey.open", programme),
        "address": request.build_absolute_uri(reverse("surveys:sheet", args=[found.pk])) if found.is_anonymous else "",
    }  # fmt: skip
    return render(request, "surveys/wave.html", context)


@needs("survey.read")
def answers(request, wave_id):
    """Single answers with names, for the evaluation staff alone. Each one shown is written into the journal."""
    found = _wave(request, wave_id, "survey.read")
    at = timezone.now()
    page = Paginator(singles(request.user, found), PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    record_reads(
        "survey", "surveys.invitation", [row.pk for row in shown if row.response_id],
        by=acting_person(request.user, found.programme), organisation=found.organisation_id, at=at,
    )  # fmt: skip
    lines = in_words(shown, found.questionnaire, day_of(found.programme, at), get_language())
    context = {
        "programme": found.programme, "wave": found, "page": page, "lines": lines,
        "title": title_of(found, get_language()), "occasion": occasion_of(found),
    }  # fmt: skip
    return render(request, "surveys/answers.html", context)


@needs("survey.open")
def new_wave(request, programme_id):
    """Open a survey by hand."""
    programme, at = _programme(request, programme_id, "survey.open"), timezone.now()
    rows = {row["questionnaire"]: row for row in survey_rows(programme)}
    known = newest(programme, rows)
    offered = [(key, in_language(known[key].title, get_language()), row["kind"]) for key, row in rows.items()
               if key in known]  # fmt: skip
    today = day_of(programme, at)
    form = NewWaveForm(request.POST or None, surveys=offered, today=today)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            by = acting_person(request.user, programme)
            wave = _open(known[form.cleaned_data["questionnaire"]], form, by, at)
            messages.success(request, _("The survey is out."))
            return redirect("surveys:wave", wave.pk)
    context = {"programme": programme, "form": form, "offered": offered}
    return render(request, "surveys/new_wave.html", context, status=422 if form.is_bound else 200)


def _open(questionnaire: Questionnaire, form: NewWaveForm, by, at) -> Wave:
    said = form.cleaned_data
    members = Membership.objects.of(questionnaire.organisation_id).filter(
        programme_id=questionnaire.programme_id, role__in=said["roles"], ended_at=None
    )
    return actions.open_by_hand(
        questionnaire=questionnaire, kind=form.kinds[questionnaire.key], closes_on=said["closes_on"],
        people=[actions.Asked(member) for member in members.select_related("person")], by=by, at=at,
    )  # fmt: skip


@needs("survey.open")
@require_POST
def nudge(request, wave_id):
    """Remind those who have not answered."""
    found, at = _wave(request, wave_id, "survey.open"), timezone.now()
    with refusals_told(request):
        number = actions.nudge(
            wave=found, by=acting_person(request.user, found.programme), at=at, today=day_of(found.programme, at)
        )
        text = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", number)
        messages.success(request, text % {"n": number})
    return redirect("surveys:wave", found.pk)


@needs("survey.open")
@require_POST
def closing(request, wave_id):
    """Take no more answers."""
    found = _wave(request, wave_id, "survey.open")
    with refusals_told(request):
        actions.close(wave=found, by=acting_person(request.user, found.programme), at=timezone.now())
        messages.success(request, _("The survey is closed."))
    return redirect("surveys:wave", found.pk)
