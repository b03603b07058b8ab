from django.urls import path

from .views import anonymous, answering, own, waves

app_name = "surveys"
urlpatterns = [
    path("programmes/<uuid:programme_id>/surveys/", waves.surveys, name="surveys"),
    path("programmes/<uuid:programme_id>/surveys/new/", waves.new_wave, name="new_wave"),
    path("surveys/waves/<uuid:wave_id>/", waves.wave, name="wave"),
    path("surveys/waves/<uuid:wave_id>/answers/", waves.answers, name="answers"),
    path("surveys/waves/<uuid:wave_id>/nudge/", waves.nudge, name="nudge"),
    path("surveys/waves/<uuid:wave_id>/closing/", waves.closing, name="closing"),
    path("surveys/open/<uuid:wave_id>/", anonymous.sheet, name="sheet"),
    path("surveys/own/", own.index, name="own"),
    path("surveys/link/<str:token>/", answering.by_link, name="by_link"),
    path("surveys/<uuid:invitation_id>/", answering.answer, name="answer"),
]
