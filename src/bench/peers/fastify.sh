# Fastify and ioredis: the same claims, with keys, in thirty lines of Node, in one process.

fastify_missing() {
  command -v node >/dev/null && command -v npm >/dev/null || echo "Node is missing: apt-get install nodejs npm"
}

fastify_start() {
  local port app=$work/fastify
  mkdir -p "$app"
  cp "$here"/fastify/* "$app"
  (cd "$app" && npm install --no-audit --no-fund --silent >"$work/data/npm.log" 2>&1) || {
    echo "npm could not install Fastify; see $work/data/npm.log" >&2
    exit 1
  }
  port=$(free_port)
  start_redis fastify-redis
  fastify_redis_port=$redis_port
  fastify_url=http://127.0.0.1:$port
  start fastify env NODE_ENV=production node "$app/server.js" "$port" "$redis_port"
  await fastify curl -sf "$fastify_url/health"
  fastify_rate 64 "$WARM_UP" >/dev/null
}

fastify_compare() {
  # shellcheck disable=SC2086
  compare fastify $CONNECTIONS
}

# fastify_rate CONNECTIONS SECONDS
fastify_rate() {
  fill_list "$fastify_redis_port" codes:type-000000 $(($2 * MAX_RATE))
  claims_rate "$1" "$2" "$fastify_url"
}
