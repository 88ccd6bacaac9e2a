#!/bin/sh
# Starts a Redis or a Sentinel with the files beside this one. The containers of docker-compose.yml begin with it.
#
#     redis-start.sh redis [--OPTION VALUE…]      a Redis, its data in /data
#     redis-start.sh sentinel [--OPTION VALUE…]   a Sentinel, its state in /data
#     redis-start.sh users                        prints the users of a Redis, a line each
#
# The environment has the passwords, which stand in no other file: REDIS_PASSWORD (the service's), REDIS_REPLICA_PASSWORD
# and REDIS_SENTINEL_PASSWORD. A user without a password is off. REDIS_MASTER is "ADDRESS PORT" of the first master: for
# a Sentinel, and for a Redis that is to begin as its replica. REDIS_DATA is another folder than /data.
set -eu
umask 077
here=$(cd "$(dirname "$0")" && pwd)

# Passwords become part of URLs and of configuration files.
for name in REDIS_PASSWORD REDIS_REPLICA_PASSWORD REDIS_SENTINEL_PASSWORD; do
  password=
  eval "password=\${$name:-}"
  case $password in
    *[!A-Za-z0-9_-]*)
      echo "$name may have letters A-Z a-z, digits, _ and - only, such as: openssl rand -hex 24" >&2
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

# A file without its comments, an indented line joined to the one before it, and the variables put in.
filled() {
  sed -e '/^ *#/d' -e '/^ *$/d' "$here/$1" \
    | sed -e ':join' -e 'N' -e '$!b join' -e 's/\n  */ /g' \
    | sed -e "s/\${PROMOPOOL_LOGIN}/$(login "${REDIS_PASSWORD:-}")/" \
          -e "s/\${REPLICA_LOGIN}/$(login "${REDIS_REPLICA_PASSWORD:-}")/" \
          -e "s/\${SENTINEL_LOGIN}/$(login "${REDIS_SENTINEL_PASSWORD:-}")/" \
          -e "s/\${SENTINEL_PASSWORD}/${REDIS_SENTINEL_PASSWORD:-}/" \
          -e "s/\${REDIS_MASTER}/${REDIS_MASTER:-}/"
}

# What a Redis or Sentinel that was here before has written into its file.
kept() {
  grep -E "$1" "$2" 2>/dev/null || true
}

redis() {
  : "${REDIS_PASSWORD:?must be set}"
  # Who is master changes. A Redis that was a replica, or became one, is so again: the file says it. Were it started as
  # a master, or as a replica of a Redis that has since been replaced, codes would be given out again.
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
