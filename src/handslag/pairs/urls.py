from django.urls import path

from .views import choice, deciding, exclusions, matching, pairs, papers, preparing, rounds

app_name = "pairs"
urlpatterns = [
    path("programmes/<uuid:programme_id>/matching/", matching.index, name="matching"),
    path("programmes/<uuid:programme_id>/matching/suggestion/", matching.suggestion, name="suggestion"),
    path("programmes/<uuid:programme_id>/matching/readiness/", preparing.readiness, name="readiness"),
    path("programmes/<uuid:programme_id>/matching/weights/", preparing.weights, name="weights"),
    path("rounds/<uuid:round_id>/sheet/", papers.sheet, name="sheet"),
    path("rounds/<uuid:round_id>/paper/", papers.paper, name="print"),
    path("rounds/<uuid:round_id>/decision/", deciding.decision, name="decision"),
    path("rounds/<uuid:round_id>/swap/", deciding.swap, name="swap"),
    path("rounds/<uuid:round_id>/undoing/", deciding.undoing, name="undoing"),
    path("rounds/<uuid:round_id>/mentees/<uuid:mentee_id>/", choice.choice, name="choice"),
    path("rounds/<uuid:round_id>/mentees/<uuid:mentee_id>/wait/", deciding.wait, name="wait"),
    path("rounds/<uuid:round_id>/lock/", rounds.lock, name="lock"),
    path("rounds/<uuid:round_id>/acceptance/", deciding.acceptance, name="acceptance"),
    path("rounds/<uuid:round_id>/publication/", rounds.publication, name="publication"),
    path("programmes/<uuid:programme_id>/not-with/", exclusions.own, name="own_exclusion"),
    path("programmes/<uuid:programme_id>/exclusions/", exclusions.index, name="exclusions"),
    path("programmes/<uuid:programme_id>/exclusions/readers/", exclusions.readers, name="exclusion_readers"),
    path("exclusions/<uuid:member_id>/", exclusions.turning, name="exclusion"),
    path("programmes/<uuid:programme_id>/pairs/", pairs.index, name="pairs"),
    path("pairs/<uuid:pair_id>/", pairs.show, name="pair"),
    path("pairs/<uuid:pair_id>/ending/", pairs.ending, name="ending"),
]
