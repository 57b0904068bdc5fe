"""From a question to ranked passages, cited as hits."""
