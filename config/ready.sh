#!/bin/bash
# Exits with 0 if the service on this machine can serve claims. Bash does the HTTP, because it is in every image and
# curl is not.
exec 3<>"/dev/tcp/127.0.0.1/${PROMOPOOL_HTTP_PORT:-8080}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 -u 3 answer
[[ $answer == 'HTTP/1.1 200 '* ]]
