"""What an action raises when a rule says no."""


class Refused(Exception):
    """A rule forbids the act; the text tells the user in plain words why and what to do instead.

    Raise it with a translated sentence: ``raise AlreadyEnded(_("This pair has already ended."))``.
    Views show the text where the act was asked for; the command line prints it and exits with 1.
    """
