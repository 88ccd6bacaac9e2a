#!/bin/sh
# Starts a Redis or a Sentinel with the configuration files beside this script. The containers of docker-compose.yml
# run it.
#
#     redis-start.sh redis [--OPTION VALUE…]      starts a Redis; its data is in /data
#     redis-start.sh sentinel [--OPTION VALUE…]   starts a Sentinel; its state is in /data
#     redis-start.sh users                        prints the users of a Redis, one per line
#
# Environment variables:
#
#     REDIS_PASSWORD            the password of the service
#     REDIS_REPLICA_PASSWORD    the password of the replicas
#     REDIS_SENTINEL_PASSWORD   the password of the Sentinels
#     REDIS_MASTER              "ADDRESS PORT" of the first master, for a Sentinel and for a Redis that is a replica
#     REDIS_DATA                the folder to use instead of /data
#
# A user without a password is off.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)

# Passwords become part of URLs and of configuration files.
for name in REDIS_PASSWORD REDIS_REPLICA_PASSWORD REDIS_SENTINEL_PASSWORD; do
  password=
  eval "password=\${$name:-}"
  case $password in
    *[!A-Za-z0-9_-]*)
      echo "$name may contain only letters A-Z a-z, digits, _ and -; to make one: openssl rand -hex 24" >&2
      exit 1
      ;;
  esac
done

login() {
  if [ -n "$1" ]; then
    echo "on #$(printf %s "$1" | sha256sum | cut -d ' ' -f 1)"
  else
    echo off
  fi
}

# Prints a file without comments, joins each indented line to the line before it, and fills in the variables.
filled() {
  sed -e '/^ *#/d' -e '/^ *$/d' "$here/$1" \
    | sed -e ':join' -e 'N' -e '$!b join' -e 's/\n  */ /g' \
    | sed -e "s/\${PROMOPOOL_LOGIN}/$(login "${REDIS_PASSWORD:-}")/" \
          -e "s/\${REPLICA_LOGIN}/$(login "${REDIS_REPLICA_PASSWORD:-}")/" \
          -e "s/\${SENTINEL_LOGIN}/$(login "${REDIS_SENTINEL_PASSWORD:-}")/" \
          -e "s/\${SENTINEL_PASSWORD}/${REDIS_SENTINEL_PASSWORD:-}/" \
          -e "s/\${REDIS_MASTER}/${REDIS_MASTER:-}/"
}

# Prints the lines that an earlier Redis or Sentinel wrote into its file.
kept() {
  grep -E "$1" "$2" 2>/dev/null || true
}

redis() {
  : "${REDIS_PASSWORD:?must be set}"
  # The master can change, so the file of the last run decides: a Redis that was a replica at its end starts as a
  # replica of the same master. Otherwise it could start as a master with old data, and codes would be handed out a
  # second time.
  if [ -e redis.conf ]; then
    role=$(kept '^replicaof ' redis.conf)
  else
    role=${REDIS_MASTER:+replicaof $REDIS_MASTER}
  fi
  {
    echo "include $here/redis.conf"
    filled redis-users.conf
    if [ -n "${REDIS_REPLICA_PASSWORD:-}" ]; then
      echo "masteruser replica"
      echo "masterauth $REDIS_REPLICA_PASSWORD"
    fi
    echo "$role"
  } >redis.conf.new
  mv redis.conf.new redis.conf
  exec redis-server ./redis.conf "$@"
}

sentinel() {
  : "${REDIS_SENTINEL_PASSWORD:?must be set}" "${REDIS_MASTER:?must be set: ADDRESS PORT}"
  state=$(kept '^sentinel (monitor|myid|(current|config|leader)-epoch|known-(replica|sentinel)) ' sentinel.conf)
  {
    if [ -n "$state" ]; then
      filled sentinel.conf | grep -v '^sentinel monitor '
    else
      filled sentinel.conf
    fi
    echo "$state"
  } >sentinel.conf.new
  mv sentinel.conf.new sentinel.conf
  exec redis-server ./sentinel.conf --sentinel "$@"
}

case ${1:-} in
  users)
    filled redis-users.conf
    ;;
  redis | sentinel)
    cd "${REDIS_DATA:-/data}"
    "$@"
    ;;
  *)
    echo "usage: redis-start.sh redis|sentinel|users [--OPTION VALUE...]" >&2
    exit 2
    ;;
esac
