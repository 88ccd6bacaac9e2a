# webdis: HTTP in front of LPOP, without records: the cost of HTTP in C and a durable Redis, without any guarantee.

webdis_missing() {
  command -v webdis >/dev/null || echo "webdis is missing: apt-get install webdis"
}

# Started once, for the rates and for the latency.
webdis_start() {
  local port
  [ -z "${webdis_url:-}" ] || return 0
  port=$(free_port)
  start_redis webdis-redis
  webdis_redis_port=$redis_port
  webdis_url=http://127.0.0.1:$port/LPOP/q
  cat >"$work/data/webdis.json" <<END
{
  "redis_host": "127.0.0.1", "redis_port": $redis_port, "redis_auth": null,
  "http_host": "127.0.0.1", "http_port": $port,
  "threads": $(nproc), "daemonize": false, "database": 0, "acl": [{"disabled": ["DEBUG"]}],
  "verbosity": 1, "logfile": "$work/data/webdis-own.log"
}
END
  start webdis webdis "$work/data/webdis.json"
  await webdis curl -sf "http://127.0.0.1:$port/PING"
}

webdis_compare() {
  # shellcheck disable=SC2086
  compare webdis $CONNECTIONS
}

# webdis_rate CONNECTIONS SECONDS : keeps the list full, because LPOP on an empty list writes nothing.
webdis_rate() {
  webdis_stock "$2"
  wrk_rate "$1" "$2" "$webdis_url"
  webdis_check
}

webdis_stock() {
  fill_list "$webdis_redis_port" q $(($1 * MAX_RATE))
}

webdis_check() {
  [ "$(redis "$webdis_redis_port" LLEN q)" -gt 0 ] || { echo "the list of webdis ran empty" >&2; exit 1; }
}
