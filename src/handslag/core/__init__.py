"""The ground everything stands on: base page and widgets, encryption, PDF rendering, the registry of next steps.

It holds no words of the domain and imports no other room.
What belongs to one stage of a programme lives in that stage's room instead.
"""
