from django.urls import path

from .views import groups, meetings

app_name = "supervision"
urlpatterns = [
    path("programmes/<uuid:programme_id>/supervision/", groups.groups, name="groups"),
    path("programmes/<uuid:programme_id>/supervision/new/", groups.new_group, name="new_group"),
    path("supervision/groups/<uuid:group_id>/", groups.group, name="group"),
    path("supervision/groups/<uuid:group_id>/mentors/", groups.mentors, name="mentors"),
    path("supervision/places/<uuid:place_id>/leaving/", groups.leaving, name="leaving"),
    path("supervision/groups/<uuid:group_id>/meetings/", meetings.new_meeting, name="new_meeting"),
    path("supervision/meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("supervision/meetings/<uuid:meeting_id>/holding/", meetings.holding, name="holding"),
]
