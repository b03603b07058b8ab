from django.urls import path

from .views import members, partners, people

app_name = "programmes"
urlpatterns = [
    path("programmes/<uuid:programme_id>/people/", people.index, name="people"),
    path("programmes/<uuid:programme_id>/people/new/", people.new, name="new_team_member"),
    path("programmes/<uuid:programme_id>/people/<uuid:membership_id>/", members.show, name="member"),
    path("programmes/<uuid:programme_id>/people/<uuid:membership_id>/ending/", members.end, name="end_role"),
    path("programmes/<uuid:programme_id>/partners/", partners.index, name="partners"),
    path("programmes/<uuid:programme_id>/partners/<uuid:partner_id>/", partners.correct, name="partner"),
    path("programmes/<uuid:programme_id>/partners/<uuid:partner_id>/removal/", partners.remove, name="remove_partner"),
]
