"""Who may come in and do what: users, roles, tokens, sessions, and a line for every change, in `access.sqlite`."""
