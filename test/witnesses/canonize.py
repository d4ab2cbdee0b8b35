"""Canonicalises a JSON-LD document with PyLD: {"document", "contexts"} on standard input, N-Quads on standard output."""

import json
import sys

from pyld import jsonld

given = json.load(sys.stdin)


def load(url, _options=None):
    """The contexts that were handed in, and nothing from the web."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": given["contexts"][url],
    }


options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
sys.stdout.write(jsonld.normalize(given["document"], options))
