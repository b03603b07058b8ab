"""Making programmes, and giving roles in them."""

from .naming import WrongNames, name_confidants
from .partners import PartnerRemoved, add_partner, correct_partner, remove_partner
from .programmes import SlugTaken, add_phases, add_place, make_programme
from .roles import (
    LastOne,
    NotYoursToGive,
    OwnRole,
    RoleEnded,
    RoleHeld,
    StillTied,
    add_team_member,
    end_role,
    give_role,
    make_founder_coordinator,
)
from .settings import PlaceChosen, change_settings, remove_place, rename_place

__all__ = [
    "LastOne",
    "NotYoursToGive",
    "OwnRole",
    "PartnerRemoved",
    "PlaceChosen",
    "RoleEnded",
    "RoleHeld",
    "SlugTaken",
    "StillTied",
    "WrongNames",
    "add_partner",
    "add_phases",
    "add_place",
    "add_team_member",
    "change_settings",
    "correct_partner",
    "end_role",
    "give_role",
    "make_founder_coordinator",
    "make_programme",
    "name_confidants",
    "remove_partner",
    "remove_place",
    "rename_place",
]
