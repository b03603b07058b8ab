from django.urls import path

from .views import kept_forms, preferences

urlpatterns = [
    path("language/", preferences.change, name="language"),
    path("display/", preferences.display, name="display"),
    path("kept-form/", kept_forms.show, name="kept_form"),
    path("kept-form/removal/", kept_forms.remove, name="kept_form_removal"),
]
