"""The FastAPI application that everything else is mounted in."""
