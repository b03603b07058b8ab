"""The joined style files, as Django's finders give them."""

import gc
from pathlib import Path

from handslag.core.static_bundles import BUNDLES, BundleFinder


def test_a_file_stays_when_the_finder_that_gave_it_is_gone():
    """Two first requests at once make two finders, of which Django keeps one."""
    places = [BundleFinder().find(path) for path in BUNDLES]
    gc.collect()
    for place in places:
        assert "@layer" in Path(place).read_text()


def test_every_joined_file_is_collected():
    found = {path: storage.open(path).read() for path, storage in BundleFinder().list([])}
    assert found.keys() == BUNDLES.keys()
    assert all(found.values())
