from django.urls import path

from .views import asking, choice, deciding, exclusions, groups, matching, pairs, papers, preparing, rounds, suggesting

app_name = "pairs"
urlpatterns = [
    path("programmes/<uuid:programme_id>/matching/", matching.index, name="matching"),
    path("programmes/<uuid:programme_id>/matching/suggestion/", matching.suggestion, name="suggestion"),
    path("suggestions/<uuid:suggesting_id>/", suggesting.show, name="suggesting"),
    path("suggestions/<uuid:suggesting_id>/stopping/", suggesting.stopping, name="stopping"),
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
    path("programmes/<uuid:programme_id>/mentoring-groups/", groups.index, name="groups"),
    path("programmes/<uuid:programme_id>/mentoring-groups/new/", groups.new_group, name="new_group"),
    path("mentoring-groups/<uuid:mentoring_group_id>/mentees/", groups.new_mentee, name="new_mentee"),
    path(
        "mentoring-groups/<uuid:mentoring_group_id>/members/<uuid:in_group_id>/leaving/",
        groups.leaving,
        name="group_leaving",
    ),
    path("programmes/<uuid:programme_id>/pairs/", pairs.index, name="pairs"),
    path("pairs/<uuid:pair_id>/", pairs.show, name="pair"),
    path("pairs/<uuid:pair_id>/answer/", asking.own, name="answer"),
    path("pairs/<uuid:pair_id>/answers/<uuid:member_id>/", asking.by_phone, name="answer_by_phone"),
    path("programmes/<uuid:programme_id>/looking/", asking.own_looking, name="own_looking"),
    path("members/<uuid:member_id>/looking/", asking.looking, name="looking"),
    path("pairs/<uuid:pair_id>/ending/", pairs.ending, name="ending"),
]
