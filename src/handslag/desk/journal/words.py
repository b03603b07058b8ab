"""What the journal says of each verb: one whole sentence, never put together from parts.

`%(who)s` is a name or “The system”; `%(whom)s` names whom the row concerns, two names for a pair. A sentence without
`%(whom)s` names nobody on purpose, where the subject is no person or is sealed. None tells what was written.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READS: dict[str, Promise] = {
    "read.agreement": _("%(who)s read the agreement of %(whom)s."),
    "read.application": _("%(who)s read the application of %(whom)s and the interview notes."),
    "read.attention": _("%(who)s read which pairs to look at."),
    "read.concern": _("%(who)s read a sealed concern."),
    "read.concern_contact": _("%(who)s read the phone number of somebody who wrote a sealed concern."),
    "read.contact": _("%(who)s read the contact data of %(whom)s."),
    "read.diary": _("%(who)s read the diary of %(whom)s."),
    "read.exclusion": _("%(who)s read what was said in confidence before matching."),
    "read.exclusion_list": _("%(who)s read who has said something in confidence before matching."),
    "read.final": _("%(who)s read the final look at the plan of %(whom)s."),
    "read.hints": _("%(who)s saw in the list what to look at twice in the application of %(whom)s."),
    "read.import": _("%(who)s read a file of applications."),
    "read.journal": _("%(who)s read the journal."),
    "read.selection": _("%(who)s read why an answer to the application of %(whom)s is proposed."),
    "read.message": _("%(who)s read a message to %(whom)s, to tell it by phone."),
    "read.plan": _("%(who)s read a goal in the plan of %(whom)s."),
    "read.supervision_notes": _("%(who)s read the notes of a supervision meeting."),
    "read.survey": _("%(who)s read the survey answer of %(whom)s."),
}

SENT: dict[str, Promise] = {
    "message.not_told": _("%(who)s took back the note that %(whom)s was told by phone what a message says."),
    "message.queue": _("%(who)s sent messages."),
    "message.tell_by_phone": _("%(who)s told %(whom)s by phone what a message says."),
    "message.try_again": _("%(who)s sent a message to %(whom)s again."),
    "message.withdraw": _("%(who)s took back messages that were not sent yet."),
    "supervision.nudge": _("%(who)s asked mentors for the diaries that were missing."),
    "survey.invite": _("%(who)s sent a survey to people."),
    "survey.nudge": _("%(who)s reminded people of a survey."),
}

ACCESS: dict[str, Promise] = {
    "account.add_authenticator": _("%(who)s added an app for sign-in codes."),
    "account.add_passkey": _("%(who)s added a passkey."),
    "account.change_sign_in": _("%(who)s changed an e-mail address for signing in."),
    "account.name_passkey": _("%(who)s named a passkey."),
    "account.open": _("%(who)s opened a sign-in for %(whom)s."),
    "account.remove_authenticator": _("%(who)s removed an app for sign-in codes."),
    "account.remove_passkey": _("%(who)s removed a passkey."),
    "account.sign_in": _("Somebody signed in."),
    "role.end": _("%(who)s ended a role of %(whom)s."),
    "role.give": _("%(who)s gave %(whom)s a role."),
}

_ORGANISATION: dict[str, Promise] = {
    "document.publish": _("%(who)s published a text."),
    "organisation.found": _("%(who)s added the organisation."),
    "partner.add": _("%(who)s added a partner."),
    "partner.correct": _("%(who)s corrected a partner."),
    "partner.remove": _("%(who)s removed a partner."),
    "place.add": _("%(who)s added a place."),
    "place.remove": _("%(who)s removed a place."),
    "place.rename": _("%(who)s renamed a place."),
    "programme.add_phases": _("%(who)s set the phases of a programme."),
    "programme.change_settings": _("%(who)s changed the settings of a programme."),
    "programme.close": _("%(who)s closed a programme."),
    "programme.make": _("%(who)s made a programme."),
    "programme.reflect": _("%(who)s wrote down what a programme has taught."),
    "questionnaire.install": _("%(who)s added a questionnaire."),
}

_PEOPLE: dict[str, Promise] = {
    "address.confirm": _("%(who)s confirmed the e-mail address of %(whom)s."),
    "consent.answer": _("%(who)s wrote down the consent of %(whom)s."),
    "message.choose_channel": _("%(who)s chose how messages reach %(whom)s."),
    "person.change_contact": _("%(who)s changed the contact data of %(whom)s."),
    "person.erase_keys": _("%(who)s erased the sealed texts of %(whom)s for good."),
    "person.register": _("%(who)s registered %(whom)s."),
    "questionnaire.answer": _("%(who)s saved the answers of %(whom)s to a questionnaire."),
}

_RECRUITMENT: dict[str, Promise] = {
    "application.discard": _("%(who)s discarded a file of applications."),
    "application.import": _("%(who)s took applications in from a file."),
    "application.receive": _("%(who)s received the application of %(whom)s."),
    "application.upload": _("%(who)s uploaded a file of applications."),
    "application.withdraw": _("%(who)s withdrew the application of %(whom)s."),
    "call.change_last_day": _("%(who)s changed the last day of a call."),
    "call.keep_open": _("%(who)s kept a call for applications open."),
    "call.open": _("%(who)s opened a call for applications."),
    "call.reopen": _("%(who)s opened a call for applications again."),
    "double.other": _("%(who)s said that the application of %(whom)s is from another person."),
    "double.same": _("%(who)s said that the application of %(whom)s is from a person who is known."),
    "guide.keep": _("%(who)s changed the guide for interviews."),
    "interview.book": _("%(who)s booked or moved the interview with %(whom)s."),
    "interview.cancel": _("%(who)s cancelled the interview with %(whom)s."),
    "interview.invite": _("%(who)s invited %(whom)s to an interview."),
    "interview.note": _("%(who)s wrote notes of the interview with %(whom)s."),
    "permit.check": _("%(who)s checked the residence permit of %(whom)s."),
    "selection.confirm": _("%(who)s confirmed the answer to the application of %(whom)s."),
    "selection.propose": _("%(who)s proposed an answer to the application of %(whom)s."),
    "selection.send_back": _("%(who)s sent the proposed answer to the application of %(whom)s back."),
}

_TRAINING: dict[str, Promise] = {
    "attendance.take": _("%(who)s took attendance."),
    "certificate.issue": _("%(who)s issued a certificate for %(whom)s."),
    "certificate.print": _("%(who)s made certificates to print."),
    "certificate.revoke": _("%(who)s took back a certificate of %(whom)s."),
    "gathering.cancel": _("%(who)s cancelled a session or meeting."),
    "gathering.correct_notes": _("%(who)s corrected the notes of a session or meeting."),
    "gathering.hold": _("%(who)s marked a session or meeting as held."),
    "gathering.move": _("%(who)s moved a session or meeting."),
    "gathering.plan": _("%(who)s set the time and place of a session or meeting."),
    "participation.confirm": _("%(who)s wrote down that %(whom)s goes on after the training."),
    "participation.decline": _("%(who)s wrote down that %(whom)s does not go on after the training."),
    "session.cancel": _("%(who)s cancelled a training session."),
    "session.move": _("%(who)s moved a training session."),
    "session.plan": _("%(who)s planned a training session."),
    "unit.add": _("%(who)s added a training unit."),
}

_PAIRS: dict[str, Promise] = {
    "agreement.sign": _("%(who)s saved the signature of %(whom)s under the code of conduct."),
    "diary.correct": _("%(who)s corrected an entry in the diary of %(whom)s."),
    "diary.take_back": _("%(who)s removed an entry from the diary of %(whom)s."),
    "diary.write": _("%(who)s wrote in the diary of %(whom)s."),
    "exclusion.name_readers": _("%(who)s chose who reads what is said in confidence before matching."),
    "exclusion.tell": _("Something was said in confidence before matching."),
    "exclusion.turn": _("%(who)s made rules of what was said in confidence before matching."),
    "final.change": _("%(who)s filled in the final look at the plan of %(whom)s."),
    "final.not_done": _("%(who)s noted why there is no final look at the plan of %(whom)s."),
    "final.reflect": _("%(who)s wrote their own reflection in the final look at the plan of %(whom)s."),
    "final.sign": _("%(who)s saved a signature under the final look at the plan of %(whom)s."),
    "goal.add": _("%(who)s added a goal to the plan of %(whom)s."),
    "goal.change": _("%(who)s changed how far a goal of %(whom)s has come."),
    "goal.correct": _("%(who)s corrected a goal in the plan of %(whom)s."),
    "group.make": _("%(who)s made a group of mentors and mentees."),
    "group.refuse": _("%(who)s tried a group of people against which a rule stands."),
    "intake.hold": _("%(who)s held the first meeting of %(whom)s."),
    "matching.decide": _("%(who)s decided on a proposed pair: %(whom)s."),
    "matching.export": _("%(who)s took a matching round as a sheet."),
    "matching.leave_open": _("%(who)s left %(whom)s without a mentor for now."),
    "matching.lock": _("%(who)s locked a proposed pair: %(whom)s."),
    "matching.publish": _("%(who)s published the pairs of a matching round."),
    "matching.refuse": _("%(who)s tried a pair against which a rule stands."),
    "matching.stop_suggestion": _("%(who)s stopped a suggestion of pairs."),
    "matching.suggest": _("%(who)s had pairs suggested."),
    "matching.take_back_open": _("%(who)s let %(whom)s be matched again."),
    "matching.undo": _("%(who)s undid a decision in a matching round."),
    "matching.weigh": _("%(who)s changed what counts in matching."),
    "meeting.book": _("%(who)s booked a meeting of %(whom)s."),
    "meeting.cancel": _("%(who)s cancelled a meeting of %(whom)s."),
    "meeting.move": _("%(who)s moved a meeting of %(whom)s."),
    "membership.look_again": _("%(who)s said that somebody is looked for again for %(whom)s."),
    "membership.pause": _("%(who)s said that nobody is looked for now for %(whom)s."),
    "pair.answer": _("%(who)s answered about the pair of %(whom)s."),
    "pair.ask_pause": _("%(who)s asked for a pause of the pair of %(whom)s."),
    "pair.change_pause": _("%(who)s changed a pause of the pair of %(whom)s."),
    "pair.end": _("%(who)s ended the pair of %(whom)s."),
    "pair.end_pause": _("%(who)s ended a pause of the pair of %(whom)s."),
    "pair.match": _("%(who)s made a pair of %(whom)s."),
    "pair.pause": _("%(who)s set a pause for the pair of %(whom)s."),
    "pair.refuse_pause": _("%(who)s said no to a pause of the pair of %(whom)s."),
    "pair.start": _("%(who)s started the pair of %(whom)s."),
    "pair.withdraw_pause": _("%(who)s withdrew a pause of the pair of %(whom)s."),
    "pair.withdraw_request": _("%(who)s does not ask for a pause of the pair of %(whom)s any more."),
    "plan.approve": _("%(who)s approved the plan of %(whom)s."),
    "step.confirm": _("%(who)s confirmed a step that the plan of %(whom)s tells of."),
    "step.correct": _("%(who)s corrected a step taken in the plan of %(whom)s."),
    "step.repeat": _("%(who)s wrote down once more a step taken in the plan of %(whom)s."),
    "step.record": _("%(who)s wrote down a step taken in the plan of %(whom)s."),
    "step.take_back": _("%(who)s removed a step from the plan of %(whom)s."),
}

_SUPERVISION: dict[str, Promise] = {
    "concern.acknowledge": _("%(who)s took on a sealed concern."),
    "concern.close": _("%(who)s closed a sealed concern."),
    "concern.name_leads": _("%(who)s chose who reads sealed concerns."),
    "concern.report": _("A sealed concern was written."),
    "signal.answer": _("%(who)s answered a signal about a pair."),
    "signal.snooze": _("%(who)s put off a signal about a pair."),
    "supervision.ask": _("%(who)s wrote down a question of %(whom)s for supervision."),
    "supervision.cancel_meeting": _("%(who)s cancelled a supervision meeting."),
    "supervision.change_supervisor": _("%(who)s changed the supervisor of a group."),
    "supervision.complete": _("%(who)s marked as done what %(whom)s had taken on in supervision."),
    "supervision.correct_meeting": _("%(who)s corrected what was written about a supervision meeting."),
    "supervision.decide": _("%(who)s wrote down what %(whom)s takes on after supervision."),
    "supervision.hold_meeting": _("%(who)s wrote down a supervision meeting."),
    "supervision.join": _("%(who)s took %(whom)s into a supervision group."),
    "supervision.leave": _("%(who)s took %(whom)s out of a supervision group."),
    "supervision.make_group": _("%(who)s made a supervision group."),
    "supervision.move_meeting": _("%(who)s moved a supervision meeting."),
    "supervision.plan_meeting": _("%(who)s planned a supervision meeting."),
    "supervision.reopen": _("%(who)s said that what %(whom)s had taken on in supervision is not done yet."),
    "survey.close": _("%(who)s closed a survey."),
    "survey.open": _("%(who)s opened a survey."),
    "survey.withdraw": _("%(who)s stopped asking two people about each other."),
}

SENTENCES = READS | SENT | ACCESS
SENTENCES |= _ORGANISATION | _PEOPLE | _RECRUITMENT | _TRAINING | _PAIRS | _SUPERVISION

# Who acts for oneself; in all other sentences somebody else may have done it.
OWN: dict[str, Promise] = {
    "agreement.sign": _("%(who)s signed the code of conduct."),
    "application.withdraw": _("%(who)s withdrew their own application."),
    "consent.answer": _("%(who)s answered whether data may be used."),
    "message.choose_channel": _("%(who)s chose how to get messages."),
    "person.change_contact": _("%(who)s changed their own contact data."),
    "questionnaire.answer": _("%(who)s answered a questionnaire."),
    "supervision.ask": _("%(who)s wrote down a question for supervision."),
    "supervision.complete": _("%(who)s marked as done what was decided in supervision."),
    "supervision.reopen": _("%(who)s said that what was decided in supervision is not done yet."),
}

UNKNOWN_READ = _("%(who)s read something that has no words here yet (%(act)s).")
UNKNOWN_ACT = _("%(who)s did something that has no words here yet (%(act)s).")

# Whom these rows concern is not told to who reads the journal, and no search for a person finds them.
SEALED = {
    "read.attention", "read.concern_contact", "read.exclusion", "read.exclusion_list", "exclusion.tell",
    "exclusion.turn",
}  # fmt: skip

# What a gathering is, its own room says at the same moment, in words that say more.
SAID_BY_ROOM = {
    "gathering.cancel": ("session.cancel", "supervision.cancel_meeting"),
    "gathering.correct_notes": ("supervision.correct_meeting",),
    "gathering.hold": ("supervision.hold_meeting",),
    "gathering.move": ("session.move", "supervision.move_meeting"),
    "gathering.plan": ("session.plan", "supervision.plan_meeting"),
}


def sentence_of(action: str, *, own: bool = False) -> str:
    """The sentence of a verb in the reader's language, to be filled in; a verb that is not listed has one that says so.

    `own`: who acts is whom it concerns.
    """
    if own and action in OWN:
        return str(OWN[action])
    return str(SENTENCES.get(action, UNKNOWN_READ if action.startswith("read.") else UNKNOWN_ACT))
