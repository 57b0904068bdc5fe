"""The command line: a module for a command or two, with what it prints."""
