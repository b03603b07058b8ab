from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from handslag.core.errors import Refused
from handslag.organisations.models import Organisation
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
    form = SetUpForm(request.POST or None, initial={"languages": [get_language()], "starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        organisation, person = _founder(request.user)
        try:
            programme = set_up(
                organisation=organisation,
                blueprint=blueprint,
                choices=form.choices(),
                by=person,
                at=timezone.now(),
            )
        except Refused as error:
            form.add_error("title", str(error))
        else:
            return redirect("desk:programme", programme.pk)
    title = blueprint.programme["title"].get(get_language(), blueprint.programme["title"]["en"])
    status = 422 if form.errors else 200
    return render(request, "desk/new_programme.html", {"form": form, "template_title": title}, status=status)


def _founder(user):
    """The organisation for which `user` may make programmes, and who the user is there."""
    roles = roles_with("programme.make")
    membership = next(m for m in grants(user).memberships if m.role in roles)
    return Organisation.objects.get(pk=membership.organisation_id), membership.person
