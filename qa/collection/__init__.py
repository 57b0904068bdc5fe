"""The collection on disk: documents, passages, vectors and words."""
