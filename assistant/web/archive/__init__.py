"""The archive's own pages: plain HTML under their own addresses, readable without a script."""
