"""What each signal is called in a list; its facts say more."""

from django.utils.translation import gettext_lazy as _

TITLES = {
    "not_started": _("No first meeting yet"),
    "no_meeting": _("They do not meet"),
    "diary_late": _("The diary is late"),
    "low_frequency": _("They meet seldom"),
    "no_shows": _("Somebody does not come"),
    "mood_falls": _("Meetings feel worse"),
    "views_differ": _("The two see it differently"),
    "mentee_unhappy": _("The mentee is not happy"),
    "help_asked": _("The mentor asked for help"),
    "plan_missing": _("The plan is missing"),
    "goals_stuck": _("Goals are stuck"),
    "unrealistic": _("A goal may be too big"),
    "mentor_load": _("It is too much for the mentor"),
    "supervision_missed": _("The mentor misses supervision"),
    "ending_near": _("Their time is nearly over"),
    "permit_ends": _("A permit ends soon"),
}
