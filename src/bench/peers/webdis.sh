# webdis: HTTP in front of LPOP, with nothing remembered. A lower bound for what any service over Redis costs.

webdis_title() { echo "webdis LPOP"; }

webdis_missing() {
  command -v webdis >/dev/null || echo "webdis is missing: apt-get install webdis"
}

webdis_start() {
  local port
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

# webdis_rate CONNECTIONS SECONDS : an empty list would be answered without a write, so it is kept full.
webdis_rate() {
  fill_list "$webdis_redis_port" q $(($2 * 80000))
  wrk_rate "$1" "$2" "$webdis_url"
  [ "$(redis "$webdis_redis_port" LLEN q)" -gt 0 ] || { echo "the list of webdis ran empty" >&2; exit 1; }
}
