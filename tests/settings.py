"""The product's own settings in test mode; Persian stands in for a complete language that is written from
right to left; the draft languages are those that are shipped."""

import os
import tempfile

os.environ.setdefault("HANDSLAG_MODE", "test")
os.environ.setdefault("HANDSLAG_MAIL", "memory:")
os.environ.setdefault("HANDSLAG_DATA", tempfile.mkdtemp(prefix="handslag-tests-"))

from django.utils.translation import gettext_lazy as _

from handslag.config.settings import *  # noqa: F403

LANGUAGES = [*LANGUAGES, ("fa", _("Persian"))]  # noqa: F405
DRAFT_LANGUAGES = ["ar", "el"]
SECOND_FACTOR_REQUIRED = True
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # The cast's many statements are compiled once in a run, not anew in each test: a fifth of the time of its making.
    DATABASES["default"]["OPTIONS"]["cached_statements"] = 4000  # noqa: F405
