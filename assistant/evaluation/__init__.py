"""How good the answers are: files of questions, metrics, runs, comparisons and reports."""
