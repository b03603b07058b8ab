"""The settings that follow from DATABASE_URL."""

import pytest
from django.db import connection

from handslag.config.environment import database


@pytest.mark.django_db
def test_postgresql_does_not_compile_queries():
    """Its compiler takes longer than our longest queries run."""
    assert database("postgres://somebody@localhost/handslag")["OPTIONS"] == {"options": "-c jit=off"}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
