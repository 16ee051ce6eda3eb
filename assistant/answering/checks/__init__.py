"""What a sentence says against what its sources say: one file, one function for each kind of check."""
