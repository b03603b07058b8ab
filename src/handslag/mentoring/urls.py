from django.urls import path

from .views import calendar, cancelled, closing, diary, group, group_meetings, intake, meetings, plan, removal, steps

app_name = "mentoring"
urlpatterns = [
    path("mentoring-groups/<uuid:mentoring_group_id>/", group.show, name="group"),
    path("mentoring-groups/<uuid:mentoring_group_id>/diary/", group.diary, name="group_diary"),
    path("mentoring-groups/<uuid:mentoring_group_id>/intake/", group_meetings.intake, name="group_intake"),
    path("mentoring-groups/<uuid:mentoring_group_id>/meeting/", group_meetings.booking, name="group_meeting"),
    path("pairs/<uuid:pair_id>/intake/", intake.intake, name="intake"),
    path("pairs/<uuid:pair_id>/signature/", intake.signature, name="signature"),
    path("pairs/<uuid:pair_id>/diary/", diary.diary, name="diary"),
    path("pairs/<uuid:pair_id>/diary/new/", diary.new_entry, name="new_entry"),
    path("pairs/<uuid:pair_id>/diary/<uuid:entry_id>/correction/", diary.correction, name="correction"),
    path("pairs/<uuid:pair_id>/diary/<uuid:entry_id>/removal/", removal.removal, name="removal"),
    path("pairs/<uuid:pair_id>/plan/", plan.plan, name="plan"),
    path("pairs/<uuid:pair_id>/plan/goals/", plan.new_goal, name="new_goal"),
    path("pairs/<uuid:pair_id>/plan/goals/<uuid:goal_id>/correction/", plan.goal_correction, name="goal_correction"),
    path("pairs/<uuid:pair_id>/plan/goals/<uuid:goal_id>/status/", plan.goal_status, name="goal_status"),
    path("pairs/<uuid:pair_id>/plan/approval/", plan.approval, name="approval"),
    path("pairs/<uuid:pair_id>/plan/steps/", steps.new_step, name="new_step"),
    path("pairs/<uuid:pair_id>/plan/steps/<uuid:step_id>/correction/", steps.correction, name="step_correction"),
    path("pairs/<uuid:pair_id>/plan/steps/<uuid:step_id>/removal/", steps.removal, name="step_removal"),
    path("pairs/<uuid:pair_id>/final/", closing.final, name="final"),
    path("pairs/<uuid:pair_id>/final/goals/<uuid:goal_id>/", closing.final_goal, name="final_goal"),
    path("pairs/<uuid:pair_id>/final/needs/", closing.final_needs, name="final_needs"),
    path("pairs/<uuid:pair_id>/final/afterwards/", closing.final_afterwards, name="final_afterwards"),
    path("pairs/<uuid:pair_id>/final/reflection/", closing.final_reflection, name="final_reflection"),
    path("pairs/<uuid:pair_id>/final/signature/", closing.final_signature, name="final_signature"),
    path("pairs/<uuid:pair_id>/final/not-done/", closing.final_not_done, name="final_not_done"),
    path("pairs/<uuid:pair_id>/meetings/", meetings.meetings, name="meetings"),
    path("pairs/<uuid:pair_id>/meetings/<uuid:meeting_id>/", cancelled.meeting, name="meeting"),
    path("pairs/<uuid:pair_id>/meetings/<uuid:meeting_id>/calendar/", calendar.calendar, name="calendar"),
    path("pairs/<uuid:pair_id>/meetings/<uuid:meeting_id>/move/", meetings.move, name="move"),
    path("pairs/<uuid:pair_id>/meetings/<uuid:meeting_id>/cancellation/", meetings.cancellation, name="cancellation"),
]
