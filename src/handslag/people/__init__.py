"""Accounts (a sign-in, global), persons (one per organisation), their consents, contact data and keys.

One account may be a person in several organisations; none of them sees the other.
It does not know programmes or roles.
"""
