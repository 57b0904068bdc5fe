"""What the command line and programs get as JSON, as plain dictionaries."""
