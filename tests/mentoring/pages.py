"""What the tests of a pair's pages share: addresses, what is shown, and a diary entry as it is typed."""

import uuid

from django.urls import reverse

from tests.cast import TODAY


def url(name, pair, *more):
    return reverse(f"mentoring:{name}", args=[pair.pk, *more])


def page(response):
    return response.content.decode()


def met(**changed):
    values = {
        "entry_id": str(uuid.uuid4()), "what": "met", "themes": ["language"], "activity": "cafe", "mood": "4",
        "on_date": TODAY.isoformat(), "form": "in_person", "minutes": "60", "goals": "by_theme",
    }  # fmt: skip
    return {**values, **changed}


def rows(cast, model):
    return model.objects.of(cast.organisation)
