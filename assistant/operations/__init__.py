"""What keeps an archive in good order from day to day: watching, upkeep, and a look at its health."""
