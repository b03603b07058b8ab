"""The product's own settings in test mode; a language written from right to left stands in for those to come."""

import os
import tempfile

os.environ.setdefault("HANDSLAG_MODE", "test")
os.environ.setdefault("HANDSLAG_MAIL", "memory:")
os.environ.setdefault("HANDSLAG_DATA", tempfile.mkdtemp(prefix="handslag-tests-"))

from django.utils.translation import gettext_lazy as _

from handslag.config.settings import *  # noqa: F403

LANGUAGES = [*LANGUAGES, ("ar", _("Arabic"))]  # noqa: F405
SECOND_FACTOR_REQUIRED = True
