from django.urls import path

from .views import agenda, calendar, concerns, groups, meetings, pauses, signals

app_name = "supervision"
urlpatterns = [
    path("programmes/<uuid:programme_id>/supervision/", groups.groups, name="groups"),
    path("programmes/<uuid:programme_id>/supervision/new/", groups.new_group, name="new_group"),
    path("supervision/groups/<uuid:group_id>/", groups.group, name="group"),
    path("supervision/groups/<uuid:group_id>/mentors/", groups.mentors, name="mentors"),
    path("supervision/groups/<uuid:group_id>/supervisor/", groups.supervisor, name="supervisor"),
    path("supervision/places/<uuid:place_id>/leaving/", groups.leaving, name="leaving"),
    path("supervision/groups/<uuid:group_id>/meetings/", meetings.new_meeting, name="new_meeting"),
    path("supervision/meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("supervision/meetings/<uuid:meeting_id>/calendar/", calendar.calendar, name="calendar"),
    path("supervision/meetings/<uuid:meeting_id>/holding/", meetings.holding, name="holding"),
    path("supervision/meetings/<uuid:meeting_id>/correction/", meetings.correction, name="correction"),
    path("supervision/meetings/<uuid:meeting_id>/moving/", meetings.moving, name="moving"),
    path("supervision/meetings/<uuid:meeting_id>/cancellation/", meetings.cancellation, name="cancellation"),
    path("supervision/meetings/<uuid:meeting_id>/pack/", agenda.pack, name="pack"),
    path("supervision/meetings/<uuid:meeting_id>/nudges/", agenda.nudges, name="nudges"),
    path("supervision/meetings/<uuid:meeting_id>/follow-ups/", agenda.new_follow_up, name="new_follow_up"),
    path("supervision/meetings/<uuid:meeting_id>/questions/", agenda.question, name="question"),
    path("supervision/follow-ups/<uuid:follow_up_id>/completion/", agenda.completion, name="completion"),
    path("programmes/<uuid:programme_id>/attention/", signals.attention, name="attention"),
    path("pairs/<uuid:pair_id>/attention/", signals.pair, name="pair"),
    path("pairs/<uuid:pair_id>/attention/<slug:code>/snooze/", signals.snooze, name="snooze"),
    path("pairs/<uuid:pair_id>/attention/<slug:code>/answer/", signals.answer, name="answer"),
    path("pairs/<uuid:pair_id>/pauses/", pauses.pause, name="pause"),
    path("pauses/<uuid:pause_id>/", pauses.change, name="change_pause"),
    path("pauses/<uuid:pause_id>/ending/", pauses.ending, name="end_pause"),
    path("programmes/<uuid:programme_id>/concern/", concerns.new_concern, name="new_concern"),
    path("programmes/<uuid:programme_id>/concerns/", concerns.concerns, name="concerns"),
    path("programmes/<uuid:programme_id>/safeguarding/", concerns.safeguarding, name="safeguarding"),
    path("concerns/<uuid:concern_id>/", concerns.concern, name="concern"),
    path("concerns/<uuid:concern_id>/receipt/", concerns.receipt, name="receipt"),
    path("concerns/<uuid:concern_id>/acknowledgement/", concerns.acknowledgement, name="acknowledgement"),
    path("concerns/<uuid:concern_id>/outcome/", concerns.outcome, name="outcome"),
]
