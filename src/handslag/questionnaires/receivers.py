"""What this room does when a lower one asks: which places have people chosen?"""

from django.db.models.fields.json import KT

from handslag.programmes.models import Programme
from handslag.programmes.places import knows_chosen_places

from .models import Response


@knows_chosen_places
def places_in_answers(programme: Programme) -> set[str]:
    rows = Response.objects.of(programme.organisation_id).filter(programme=programme).order_by()
    rows = rows.annotate(chosen=KT("coded__place")).exclude(chosen=None)
    return set(rows.values_list("chosen", flat=True).distinct())
