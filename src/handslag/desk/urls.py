from django.urls import path

from .views import demo, home, journal, programmes, settings

app_name = "desk"
urlpatterns = [
    path("demo/", demo.demo, name="demo"),
    path("demo/style/", demo.style, name="style"),
    path("journal/", journal.index, name="journal"),
    path("home/", home.home, name="home"),
    path("programmes/<uuid:programme_id>/", home.programme_home, name="programme"),
    path("programmes/<uuid:programme_id>/settings/", settings.settings, name="settings"),
    path("programmes/new/", programmes.templates, name="templates"),
    path("programmes/new/<slug:template>/", programmes.new, name="new_programme"),
]
