from django.urls import include, path

from .views import (
    answers,
    applications,
    apply,
    booking,
    calls,
    contact,
    doubles,
    flyers,
    imports,
    interviews,
    selections,
)

app_name = "recruitment"
urlpatterns = [
    # The applicant: no account, who has the draft's key goes on. `answers`, `later` and `sent` are no keys of screens.
    path("apply/<slug:call>/", apply.start, name="apply"),
    path("apply/<slug:call>/<uuid:draft_key>/", apply.resume, name="resume"),
    path("apply/<slug:call>/<uuid:draft_key>/answers/", apply.check, name="check"),
    path("apply/<slug:call>/<uuid:draft_key>/later/", apply.later, name="later"),
    path("apply/<slug:call>/<uuid:draft_key>/sent/", apply.sent, name="sent"),
    path("apply/<slug:call>/<uuid:draft_key>/<slug:screen>/", apply.screen, name="draft"),
    # The team
    path("programmes/<uuid:programme_id>/applications/", applications.index, name="applications"),
    path("programmes/<uuid:programme_id>/applications/answers/", answers.index, name="answers"),
    path("calls/<slug:call>/closing/", calls.close, name="call_closing"),
    path("calls/<slug:call>/opening/", calls.reopen, name="call_opening"),
    path("programmes/<uuid:programme_id>/flyers/", flyers.index, name="flyers"),
    path("calls/<slug:call>/flyers/<slug:language>/<slug:form>/", flyers.paper, name="flyer"),
    path("programmes/<uuid:programme_id>/applications/import/", imports.start, name="import"),
    path(
        "programmes/<uuid:programme_id>/applications/import/<uuid:import_id>/",
        include(
            [
                path("sheet/", imports.sheet, name="import_sheet"),
                path("columns/", imports.columns, name="import_columns"),
                path("check/", imports.check, name="import_check"),
                path("rows/", imports.rows, name="import_rows"),
                path("done/", imports.done, name="import_done"),
                path("removal/", imports.remove, name="import_removal"),
            ]
        ),
    ),
    path("applications/<uuid:application_id>/", applications.show, name="application"),
    path("applications/<uuid:application_id>/contact/", contact.contact, name="contact"),
    path("applications/<uuid:application_id>/interview/", interviews.interview, name="interview"),
    path("applications/<uuid:application_id>/booking/", booking.book, name="booking"),
    path("applications/<uuid:application_id>/booking/cancellation/", booking.cancel, name="booking_cancellation"),
    path("applications/<uuid:application_id>/booking/calendar/", booking.calendar, name="booking_calendar"),
    path("applications/<uuid:application_id>/permit/", interviews.permit, name="permit"),
    path("applications/<uuid:application_id>/selection/", selections.propose, name="selection"),
    path("applications/<uuid:application_id>/withdrawal/", selections.withdraw, name="withdrawal"),
    path("doubles/<uuid:double_id>/answer/", doubles.answer, name="double"),
    path("selections/<uuid:selection_id>/confirmation/", selections.confirm, name="confirmation"),
    path("selections/<uuid:selection_id>/return/", selections.send_back, name="return"),
]
