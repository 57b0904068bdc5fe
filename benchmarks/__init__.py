"""One script per figure that the README quotes, and its committed result."""
