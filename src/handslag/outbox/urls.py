from django.urls import path

from .views import calls, own, team

app_name = "outbox"
urlpatterns = [
    path("messages/", own.index, name="own"),
    path("messages/reading/", own.reading_all, name="reading_all"),
    path("messages/channel/", own.channel, name="channel"),
    path("messages/<uuid:message_id>/reading/", own.reading, name="reading"),
    path("messages/<uuid:message_id>/another-try/", team.another_try, name="another_try"),
    path("messages/<uuid:message_id>/call/", team.call, name="call"),
    path("messages/<uuid:message_id>/address/", team.address, name="address"),
    path("programmes/<uuid:programme_id>/messages/", team.index, name="team"),
    path("programmes/<uuid:programme_id>/messages/calls/", calls.index, name="calls"),
]
