"""What this room does when a lower one tells that something happened."""

from django.dispatch import receiver

from handslag.pairs.signals import pair_ended

from .actions import drop_pauses


@receiver(pair_ended)
def when_a_pair_has_ended(sender, pair, by, at, **kwargs) -> None:
    """Nobody is asked for a pause of a pair that is no more."""
    drop_pauses(pair=pair, by=by, at=at)
