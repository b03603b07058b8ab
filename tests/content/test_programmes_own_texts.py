"""Two programmes of one organisation: who reads which wording."""

import pytest

from handslag.content.actions import Wording, bring_along, publish, replace_lines
from handslag.content.models import Document
from handslag.content.queries import every_language, newest, shelf, written
from handslag.journal.models import Entry
from tests.cast import NOW, programme

CODE = "code_of_conduct"


def brings(prog, *wordings):
    bring_along(organisation=prog.organisation, programme=prog.pk, wordings=wordings, by=None, at=NOW)


def code(name, language="en"):
    return Wording(CODE, language, "Code", f"Tell {name}.")


def read(prog, language="en", key=CODE):
    return newest(prog.organisation, key, language, prog.pk)


@pytest.fixture
def malmo(cast):
    brings(cast.programme, code("Sara"), code("Sara", "sv"), Wording("guide", "en", "A guide", "Listen."))
    return cast.programme


@pytest.fixture
def lund(cast, malmo):
    return programme(cast.organisation, "lund-2027")


def test_another_contact_makes_the_text_the_new_programmes_own_and_leaves_the_others(malmo, lund):
    before = read(malmo)
    brings(lund, code("Omar"), code("Omar", "sv"), Wording("guide", "en", "A guide", "Listen."))
    assert read(malmo) == before
    assert read(lund).body == "Tell Omar."
    assert read(lund, key="guide") == read(malmo, key="guide")  # the same words are one text
    assert [row.body for row in every_language(malmo.organisation, CODE, malmo.pk)] == ["Tell Sara.", "Tell Sara."]
    assert [row.language for row in every_language(lund.organisation, CODE, lund.pk)] == ["sv", "en"]


def test_the_same_contact_publishes_nothing(malmo, lund):
    entries = Entry.objects.filter(action="document.publish").count()
    brings(lund, code("Sara"), code("Sara", "sv"))
    assert read(lund) == read(malmo)
    assert Entry.objects.filter(action="document.publish").count() == entries


def test_a_text_that_is_new_in_one_language_reaches_only_the_new_programme(malmo, lund):
    brings(lund, code("Sara"), code("Sara", "sv"), code("Sara", "ar"))
    assert read(lund, "ar").language == "ar"
    assert read(malmo, "ar").language == "sv"


def test_own_words_in_any_language_come_before_the_organisations_in_the_readers(malmo, lund):
    brings(lund, code("Omar"))
    assert read(lund, "sv").body == "Tell Omar."


def test_a_version_has_one_number_in_the_organisation(malmo, lund):
    brings(lund, code("Omar"), code("Omar", "sv"))
    assert (read(malmo).version, read(lund).version) == (1, 2)
    later = publish(
        organisation=lund.organisation, key=CODE, language="en", title="Code", body="Tell Eva.", by=None, at=NOW
    )  # fmt: skip
    assert later.version == 3
    assert (read(malmo), read(lund).body) == (later, "Tell Omar.")


def test_the_shelf_holds_each_text_once(malmo, lund, django_assert_num_queries):
    brings(lund, code("Omar"))
    for prog in (malmo, lund):
        with django_assert_num_queries(1):
            texts = shelf(prog.organisation, "en", prog.pk)
        assert [row.title for row in texts] == ["A guide", "Code"]
        assert texts[1] == read(prog)
        assert written(prog.organisation, [CODE, "none"], "en", prog.pk) == {CODE}


def test_nobody_elses_own_text_is_read_without_a_programme(malmo, lund):
    brings(lund, Wording("lunds_own", "en", "Ours", "Lund."), code("Omar"))
    own = Document.objects.of(lund.organisation).filter(programme_id=lund.pk)
    assert [row.key for row in own] == [CODE]  # what nobody had becomes the organisation's
    assert newest(lund.organisation, CODE, "en").body == "Tell Sara."


# ---- other lines in texts that stand ----------------------------------------------------------------------------


def says_otherwise(prog, **lines):
    written = {f"Tell {old}.": f"Tell {new}." for old, new in lines.items()}
    replace_lines(organisation=prog.organisation, programme=prog.pk, lines=written, by=None, at=NOW)


def test_whole_lines_are_replaced_in_every_language_and_only_for_the_programme(malmo, lund):
    brings(malmo, Wording("other", "en", "Other", "Tell Sara. Or Eva."))
    says_otherwise(malmo, Sara="Omar")
    assert (read(malmo).body, read(malmo, "sv").body) == ("Tell Omar.", "Tell Omar.")
    assert (read(lund).body, read(lund, "sv").body) == ("Tell Sara.", "Tell Sara.")
    assert read(malmo, key="other") == read(lund, key="other")


def test_a_text_is_not_lost_in_the_languages_in_which_the_line_does_not_stand(malmo):
    publish(organisation=malmo.organisation, key=CODE, language="ar", title="Code", body="Ask.", by=None, at=NOW)
    says_otherwise(malmo, Sara="Omar")
    assert read(malmo, "ar").body == "Ask."
    assert read(malmo).programme_id == malmo.pk


def test_lines_that_stand_nowhere_change_nothing(malmo):
    versions = Document.objects.of(malmo.organisation).count()
    says_otherwise(malmo, Nobody="Omar")
    says_otherwise(malmo)
    assert Document.objects.of(malmo.organisation).count() == versions
