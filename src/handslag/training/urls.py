from django.urls import path

from .views import calendar, changes, documents, sessions, units

app_name = "training"
urlpatterns = [
    path("programmes/<uuid:programme_id>/training/", units.index, name="units"),
    path("programmes/<uuid:programme_id>/documents/", documents.index, name="documents"),
    path("programmes/<uuid:programme_id>/documents/<slug:key>/", documents.show, name="document"),
    path("programmes/<uuid:programme_id>/participation/", documents.participation, name="participation"),
    path("training/units/<uuid:unit_id>/sessions/new/", sessions.new, name="new_session"),
    path("training/sessions/<uuid:session_id>/", sessions.show, name="session"),
    path("training/sessions/<uuid:session_id>/calendar/", calendar.calendar, name="calendar"),
    path("training/sessions/<uuid:session_id>/moving/", changes.moving, name="moving"),
    path("training/sessions/<uuid:session_id>/cancellation/", changes.cancellation, name="cancellation"),
    path("training/sessions/<uuid:session_id>/attendance/", sessions.attendance, name="attendance"),
]
