from django.urls import path

from .views import matching, pairs, proposals, rounds

app_name = "pairs"
urlpatterns = [
    path("programmes/<uuid:programme_id>/matching/", matching.index, name="matching"),
    path("programmes/<uuid:programme_id>/matching/suggestion/", matching.suggestion, name="suggestion"),
    path("proposals/<uuid:proposal_id>/decision/", proposals.decision, name="decision"),
    path("rounds/<uuid:round_id>/lock/", rounds.lock, name="lock"),
    path("rounds/<uuid:round_id>/acceptance/", rounds.acceptance, name="acceptance"),
    path("rounds/<uuid:round_id>/publication/", rounds.publication, name="publication"),
    path("programmes/<uuid:programme_id>/pairs/", pairs.index, name="pairs"),
    path("pairs/<uuid:pair_id>/", pairs.show, name="pair"),
    path("pairs/<uuid:pair_id>/ending/", pairs.ending, name="ending"),
]
