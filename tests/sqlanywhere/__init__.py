"""An executable model of SQL Anywhere as documented, for the tests; never shipped.

It exists because SQL Anywhere is licensed software: nobody but a licensed user may run a server. Every construct that
is modelled cites its source; what no source settles is listed in docs/sqlanywhere-assumptions.md.
"""
