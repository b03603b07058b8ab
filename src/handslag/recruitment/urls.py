from django.urls import path

from .views import applications, apply, contact, interviews, selections

app_name = "recruitment"
urlpatterns = [
    # The applicant: no account, the draft's id is the key. `answers` and `sent` are no keys of screens.
    path("apply/<slug:call>/", apply.start, name="apply"),
    path("apply/<slug:call>/<uuid:draft_id>/", apply.resume, name="resume"),
    path("apply/<slug:call>/<uuid:draft_id>/answers/", apply.check, name="check"),
    path("apply/<slug:call>/<uuid:draft_id>/sent/", apply.sent, name="sent"),
    path("apply/<slug:call>/<uuid:draft_id>/<slug:screen>/", apply.screen, name="draft"),
    # The team
    path("programmes/<uuid:programme_id>/applications/", applications.index, name="applications"),
    path("applications/<uuid:application_id>/", applications.show, name="application"),
    path("applications/<uuid:application_id>/contact/", contact.contact, name="contact"),
    path("applications/<uuid:application_id>/interview/", interviews.interview, name="interview"),
    path("applications/<uuid:application_id>/permit/", interviews.permit, name="permit"),
    path("applications/<uuid:application_id>/selection/", selections.propose, name="selection"),
    path("applications/<uuid:application_id>/withdrawal/", selections.withdraw, name="withdrawal"),
    path("selections/<uuid:selection_id>/confirmation/", selections.confirm, name="confirmation"),
    path("selections/<uuid:selection_id>/return/", selections.send_back, name="return"),
]
