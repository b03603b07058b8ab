"""What this room does when a lower one tells or asks: a pair has ended; is a programme closed?"""

from django.dispatch import receiver

from handslag.pairs.signals import pair_ended
from handslag.programmes.closed import knows_closed
from handslag.programmes.models import Programme
from handslag.surveys.actions import withdraw

from .models import Closure


@knows_closed
def has_closure(programme: Programme) -> bool:
    return Closure.objects.of(programme.organisation_id).filter(programme=programme).exists()


@receiver(pair_ended)
def when_a_pair_has_ended(sender, pair, by, at, **kwargs) -> None:
    """Nobody is asked any more how it goes with somebody whom they do not meet; the last survey is another one."""
    withdraw(one=pair.mentor, other=pair.mentee, by=by, at=at)
