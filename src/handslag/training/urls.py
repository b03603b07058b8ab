from django.urls import path

from .views import sessions, units

app_name = "training"
urlpatterns = [
    path("programmes/<uuid:programme_id>/training/", units.index, name="units"),
    path("training/units/<uuid:unit_id>/sessions/new/", sessions.new, name="new_session"),
    path("training/sessions/<uuid:session_id>/", sessions.show, name="session"),
    path("training/sessions/<uuid:session_id>/attendance/", sessions.attendance, name="attendance"),
]
