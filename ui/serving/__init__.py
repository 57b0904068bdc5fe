"""The page for others: what the server is told, who may come in, how it starts and stops."""
