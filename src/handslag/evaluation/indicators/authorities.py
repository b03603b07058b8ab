"""Indicator 9: authorities involved, per country."""

from django.utils.translation import gettext as _

from ..facts import Facts
from .figure import Count


def count(facts: Facts) -> Count:
    """Countries of the project; of these, those with an authority as beneficiary, partner or supporter, with proof."""
    involved = {authority.country for authority in facts.authorities}
    beneficiaries = sum(a.involvement == "beneficiary" for a in facts.authorities)
    notes = (_("Authorities as beneficiary, as O.2.7 counts: %(n)s.") % {"n": beneficiaries},)
    return Count(len(involved & set(facts.countries)), len(set(facts.countries)), notes=notes)
