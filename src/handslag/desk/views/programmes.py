from django.contrib import messages as notes
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handslag.core.refusals import refusals_in
from handslag.people.models import Person
from handslag.programmes.access import grants, needs
from handslag.programmes.roles import roles_with

from ..actions import set_up
from ..blueprint import Blueprint, NoSuchTemplate, all_blueprints
from ..forms import SetUpForm


@needs("programme.make")
def templates(request):
    """Choose what the programme is made from."""
    language = get_language()
    rows = [
        {
            "key": blueprint.key,
            "title": blueprint.programme["title"].get(language, blueprint.programme["title"]["en"]),
            "summary": blueprint.programme["summary"].get(language, blueprint.programme["summary"]["en"]),
        }
        for blueprint in all_blueprints()
    ]
    return render(request, "desk/templates.html", {"templates": rows})


@needs("programme.make")
def new(request, template):
    """Fill in what the template cannot know, and make the programme."""
    try:
        blueprint = Blueprint.named(template)
    except NoSuchTemplate as error:
        raise Http404 from error
    founders = _founders(request.user)
    form = SetUpForm(
        request.POST or None, organisations=[person.organisation for person in founders.values()],
        initial={"languages": [get_language()], "starts_on": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        founder = founders[form.organisation_id]
        with refusals_in(form, "title"):
            programme = set_up(
                organisation=founder.organisation,
                blueprint=blueprint,
                choices=form.choices(),
                by=founder,
                at=timezone.now(),
            )
            notes.success(request, _("The programme is made."))
            return redirect("desk:programme", programme.pk)
    title = blueprint.programme["title"].get(get_language(), blueprint.programme["title"]["en"])
    status = 422 if form.errors else 200
    return render(request, "desk/new_programme.html", {"form": form, "template_title": title}, status=status)


def _founders(user) -> dict[str, Person]:
    """Who `user` is in each organisation for which he or she may make programmes, by id of the organisation."""
    roles = roles_with("programme.make")
    persons = {m.person_id for m in grants(user).memberships if m.role in roles}
    rows = Person.objects.visible_to(user).filter(pk__in=persons).select_related("organisation")
    return {str(person.organisation_id): person for person in rows.order_by("organisation__name")}
