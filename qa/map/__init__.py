"""The passages of a collection on a plane, in named groups."""
