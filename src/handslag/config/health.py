from django.db import connection
from django.http import HttpResponse

from handslag.core.marks import public


@public
def health(request):
    """For monitors: 200 and `ok` while the application can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
