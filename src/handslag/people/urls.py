from django.urls import path

from .views import preferences

urlpatterns = [
    path("language/", preferences.change, name="language"),
    path("display/", preferences.display, name="display"),
]
