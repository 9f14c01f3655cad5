"""The benchmark: our adapter beside what people write by hand, in one run on one machine (README.md of this folder)."""
