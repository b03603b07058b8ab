from django.urls import path

from .views import diary, intake, meetings, plan

app_name = "mentoring"
urlpatterns = [
    path("pairs/<uuid:pair_id>/intake/", intake.intake, name="intake"),
    path("pairs/<uuid:pair_id>/signature/", intake.signature, name="signature"),
    path("pairs/<uuid:pair_id>/diary/", diary.diary, name="diary"),
    path("pairs/<uuid:pair_id>/diary/new/", diary.new_entry, name="new_entry"),
    path("pairs/<uuid:pair_id>/plan/", plan.plan, name="plan"),
    path("pairs/<uuid:pair_id>/plan/goals/", plan.new_goal, name="new_goal"),
    path("pairs/<uuid:pair_id>/plan/goals/<uuid:goal_id>/status/", plan.goal_status, name="goal_status"),
    path("pairs/<uuid:pair_id>/plan/approval/", plan.approval, name="approval"),
    path("pairs/<uuid:pair_id>/plan/steps/", plan.new_step, name="new_step"),
    path("pairs/<uuid:pair_id>/meetings/", meetings.meetings, name="meetings"),
    path("pairs/<uuid:pair_id>/meetings/<uuid:meeting_id>/cancellation/", meetings.cancellation, name="cancellation"),
]
