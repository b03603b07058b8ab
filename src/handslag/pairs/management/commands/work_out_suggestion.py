import os
from contextlib import suppress

from django.core.management.base import BaseCommand
from django.utils import timezone

from handslag.pairs.actions.suggesting import work
from handslag.pairs.models import Suggesting

LESS_URGENT = 5  # than the pages that people wait for


class Command(BaseCommand):
    help = "Works out one suggestion of pairs that was asked for. The server starts it; nobody else needs to."

    def add_arguments(self, parser):
        parser.add_argument("suggesting", help="id of the suggestion")

    def handle(self, *args, suggesting, **options):
        with suppress(OSError, AttributeError):
            os.nice(LESS_URGENT)
        rows = Suggesting.objects.everywhere("the server names one row").select_related("asked_by")
        row = rows.filter(pk=suggesting, ended_at=None).first()
        if row is not None:
            work(row, timezone.now)
