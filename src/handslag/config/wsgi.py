import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
application = get_wsgi_application()

# The code and the addresses stay as long as the process does: from here on the collector of unused objects looks only
# at what requests make. Walking over everything again and again took a fifth of a short page's time.
get_resolver().url_patterns  # noqa: B018 loads every view
gc.collect()
gc.freeze()
