"""The matching engine: who should be paired with whom, and why.

It takes people, rules and weights as plain values, and gives back the best whole set of pairs with reasons as
codes and numbers. It knows no database, no web page, no clock and no chance, publishes nothing and decides
nothing: people do, so the words shown to them are the app's job.
"""

from handslag.matching.assign import assign
from handslag.matching.propose import propose

__all__ = ["assign", "propose"]
