"""Which Wenju this is."""

VERSION = "0.1.0"
