"""What this room does when a lower one tells that something happened."""

from django.dispatch import receiver

from handslag.programmes.signals import team_member_added

from .notices import team_member_welcomed


@receiver(team_member_added)
def when_somebody_joins_a_team(sender, membership, by, at, **kwargs) -> None:
    team_member_welcomed(membership, by=by, at=at)
