"""What readers leave behind, in a file of its own: conversations. Private, and never waiting behind an ingest."""
