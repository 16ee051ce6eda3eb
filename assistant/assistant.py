"""NewsAssistant: the one object that scripts, the page and the command line talk to."""
