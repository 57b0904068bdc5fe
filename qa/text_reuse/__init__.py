"""What documents share: text that stands in several, word for word or reworded."""
