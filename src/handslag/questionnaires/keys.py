"""Which questionnaires belong to a role, by their keys."""

from handslag.programmes.roles import Role

# The questionnaire that somebody applies with comes first; the other one is filled in at the interview.
KEYS = {Role.MENTOR: ("mentor_application",), Role.MENTEE: ("mentee_application", "mentee_interview")}
