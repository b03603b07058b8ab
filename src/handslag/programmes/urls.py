from django.urls import path

from .views import partners, people

app_name = "programmes"
urlpatterns = [
    path("programmes/<uuid:programme_id>/people/", people.index, name="people"),
    path("programmes/<uuid:programme_id>/people/new/", people.new, name="new_team_member"),
    path("programmes/<uuid:programme_id>/partners/", partners.index, name="partners"),
]
