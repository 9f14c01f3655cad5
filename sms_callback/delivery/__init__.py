"""From an accepted request to a commit, or to the spool: group commit, deadline, circuit breaker (docs/spool.md)."""
