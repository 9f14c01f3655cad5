#!/bin/sh
# Makes the database on the first start (UTF-8, so that every text fits), then runs the server in the foreground.
# The DBA's password comes in the file DBA_PASSWORD_FILE names, and reaches no command line: dbinit reads it from an options file.
set -eu
. /opt/sqlanywhere17/bin64/sa_config.sh
umask 077

database="$HOME/$SERVER_NAME.db"
if [ ! -f "$database" ]; then
    : "${DBA_PASSWORD_FILE:?names the file with the password of user dba}"
    options=$(mktemp)
    trap 'rm -f "$options"' EXIT
    printf -- '-dba dba,%s\n-z UTF8BIN\n-p 4096\n"%s"\n' "$(head -n 1 "$DBA_PASSWORD_FILE")" "$database" > "$options"
    dbinit "@$options"
    rm -f "$options"
fi

exec dbsrv17 -n "$SERVER_NAME" -c 256M -gn 40 -x tcpip \
    -xs "http(port=8080;dbn=$SERVER_NAME;MaxRequestSize=1m)" "$database" -n "$SERVER_NAME"
