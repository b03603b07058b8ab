"""What a mail looks like."""

import pytest

from handslag.outbox.mail import mail_of, message_id
from handslag.outbox.models import Message

pytestmark = pytest.mark.django_db


def mail(cast, message):
    rows = Message.objects.of(cast.organisation).select_related("person__account", "programme__organisation")
    return mail_of(rows.get(pk=message.pk), "reader@one.example")


def html(sent) -> str:
    return sent.alternatives[0][0]


def test_the_subject_says_nothing_but_who_writes(cast, letter):
    sent = mail(cast, letter(title="Your mentor is Rana", kind="match"))
    assert sent.subject == "Message from Solidaritet Malmö"
    assert "Your mentor is Rana" in sent.body


def test_it_has_the_words_a_link_and_whom_to_ask_as_text_and_as_html(cast, letter, settings):
    settings.HANDSLAG_BASE_URL = "https://mentor.example.org"
    sent = mail(cast, letter(body="At the library.\nBring tea.", url="/home/"))
    for text in (sent.body, html(sent)):
        for part in ("At the library.", "Bring tea.", "https://mentor.example.org/home/", "Sara Lind", "040 123 45 67"):
            assert part in text
    assert sent.to == ["reader@one.example"]
    assert not sent.cc + sent.bcc


def test_words_of_people_are_no_markup(cast, letter):
    sent = mail(cast, letter(title="<b>x</b>", body="<script>alert(1)</script> & tea"))
    assert "<script>" not in html(sent)
    assert "<b>x</b>" not in html(sent)
    assert "<script>alert(1)</script> & tea" in sent.body


def test_a_name_with_a_line_break_makes_no_header(cast, letter):
    cast.organisation.name = "Solidaritet\nBcc: all@example.org"
    cast.organisation.save()
    sent = mail(cast, letter())
    assert sent.subject == "Message from Solidaritet Bcc: all@example.org"
    assert "Bcc" not in sent.message()


def test_it_runs_from_right_to_left_where_the_language_does(cast, letter):
    cast.mentee.person.account.language = "fa"
    sent = mail(cast, letter())
    assert '<html lang="fa" dir="rtl">' in html(sent)
    assert 'dir="ltr"' in html(mail(cast, letter("mentor")))


def test_the_number_of_a_mail_stays_the_same(cast, letter):
    message = letter()
    numbers = {mail(cast, message).message()["Message-ID"] for _try in range(2)}
    assert numbers == {message_id(message)}
