"""From a flyer to a selected candidate: calls, drafts, applications, interviews, permit checks, selections.

A selection counts once a second person has confirmed it; only then does the applicant become a member.
Training and matching come after and are other rooms.
"""
