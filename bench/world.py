"""Makes the world to measure in DATABASE_URL and writes down its pages: `python -m bench.world --people N --out FILE`.

The demonstration and more people until there are N. FILE is JSON: for every page its path, the cookie of who asks,
its queries (those of the transaction itself not counted) and the time that the database took for them.
"""

import argparse
import json
import statistics
import time
from contextlib import contextmanager
from pathlib import Path

OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.more_people import add_people
    from handslag.desk.demo.story import tell

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for _line in tell():
        pass
    programme = _programme()
    add_people(programme, arguments.people)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    arguments.out.write_text(json.dumps({name: _seen(*page) for name, page in _pages(programme).items()}))


def _programme():
    from handslag.programmes.models import Programme

    return Programme.objects.everywhere("the bench").get(slug="amir-malmo")


def _pages(programme) -> dict[str, tuple[str, str]]:
    """Name -> who asks (a role of the demonstration, or nobody) and the path."""
    at = f"/programmes/{programme.pk}"
    application = programme.applications.order_by("received_at", "id").first()
    pairs = programme.pairs.filter(mentor__person__account__email="mentor@demo.example", ended_on=None)
    pair = pairs.order_by("matched_at", "id").first()
    return {
        "admin: applications": ("coordinator", "/admin/recruitment/application/"),
        "admin: people": ("coordinator", "/admin/programmes/membership/"),
        "admin: pairs": ("coordinator", "/admin/pairs/pair/"),
        "admin: an application": ("coordinator", f"/admin/recruitment/application/{application.pk}/change/"),
        "admin: new diary entry": ("coordinator", "/admin/mentoring/diaryentry/add/"),
        "admin: index": ("coordinator", "/admin/"),
        "landing": ("", "/"),
        "apply: languages": ("", f"{_draft()}languages/"),
        "coordinator's home": ("coordinator", "/home/"),
        "supervisor's home": ("supervisor", "/home/"),
        "mentor's home": ("mentor", "/home/"),
        "mentee's home": ("mentee", "/home/"),
        "applications": ("coordinator", f"{at}/applications/"),
        "people": ("coordinator", f"{at}/people/"),
        "partners": ("coordinator", f"{at}/partners/"),
        "pairs": ("coordinator", f"{at}/pairs/"),
        "matching": ("coordinator", f"{at}/matching/"),
        "training": ("trainer", f"{at}/training/"),
        "supervision": ("supervisor", f"{at}/supervision/"),
        "diary": ("supervisor", f"/pairs/{pair.pk}/diary/"),
        "journal": ("administrator", "/journal/"),
        "indicators": ("coordinator", f"{at}/indicators/"),
        "one application": ("coordinator", f"/applications/{application.pk}/"),
        "interview": ("coordinator", f"/applications/{application.pk}/interview/"),
        "new diary entry": ("mentor", f"/pairs/{pair.pk}/diary/new/"),
    }


def _draft() -> str:
    """The address of an application that somebody has begun."""
    from django.urls import reverse
    from django.utils import timezone

    from handslag.recruitment.actions import start_draft
    from handslag.recruitment.calls import open_calls

    call = next(call for call in open_calls(timezone.localdate()) if call.role == "mentor")
    draft = start_draft(call=call, language="en", channel="", at=timezone.now())
    return reverse("recruitment:resume", args=[call.slug, draft.key])


def _seen(role: str, path: str) -> dict:
    client = _client(role)
    queries, database_ms = (0, 0.0) if path.startswith("/admin/") else _cost(client, path)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"path": path, "cookie": cookie, "queries": queries, "database_ms": database_ms}


def _client(role: str):
    from django.test import Client

    from handslag.people.models import Account

    client = Client(HTTP_HOST="127.0.0.1")
    if role:
        client.force_login(Account.objects.get(email=f"{role}@demo.example"))
    return client


def _cost(client, path: str) -> tuple[int, float]:
    """Queries of one request, and the median ms that the database took for all of them."""
    found = []
    for _ in range(8):
        with _watched() as took:
            response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answers {response.status_code}")
        found.append(took)
    found = found[1:]  # the first writes what a session is given at its beginning
    return len(found[-1]), statistics.median(sum(took) * 1000 for took in found)


@contextmanager
def _watched():
    from django.db import connection

    took: list[float] = []

    def watch(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith(OUTSIDE):
                took.append(time.perf_counter() - began)

    with connection.execute_wrapper(watch):
        yield took


if __name__ == "__main__":
    main()
