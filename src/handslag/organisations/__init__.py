"""Organisations, and how they are kept apart.

Every row of the product belongs to one organisation; queries must state their scope and the database ties both
ends of a relation to one organisation.
It does not know persons or programmes: who may see what is stated by each room in its `access`.
"""
