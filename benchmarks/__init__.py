"""Speed and quality, measured on real news beside other ways to do the same; no part of the installed package."""
