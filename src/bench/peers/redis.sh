# The Redis of a peer: the same program and settings as Promopool's own.

# start_redis NAME : sets $redis_port.
start_redis() {
  local folder=$work/data/stores/$1
  redis_port=$(free_port)
  mkdir -p "$folder"
  start "$1" "$REDIS_SERVER" "$PWD/config/redis.conf" --port "$redis_port" --bind 127.0.0.1 --dir "$folder"
  await "$1" redis "$redis_port" PING
}

# redis PORT COMMAND…
redis() {
  local port=$1
  shift
  redis-cli -h 127.0.0.1 -p "$port" -e "$@"
}

# settle PORT : waits until Redis no longer rewrites its file, which many writes cause.
settle() {
  while redis "$1" INFO persistence | grep -qE '^aof_rewrite_(in_progress|scheduled):1'; do
    sleep 0.2
  done
}

# fill_list PORT LIST COUNT : fills a list up to that many codes of 12 characters.
fill_list() {
  local port=$1 list=$2 missing
  missing=$(($3 - $(redis "$port" LLEN "$list")))
  while [ "$missing" -gt 0 ]; do
    redis "$port" EVAL "local first = redis.call('INCRBY', 'filled', 5000) - 5000
      local codes = {}
      for i = 1, 5000 do codes[i] = string.format('PP%010d', first + i) end
      return redis.call('RPUSH', KEYS[1], unpack(codes))" 1 "$list" >/dev/null
    missing=$((missing - 5000))
  done
  settle "$port"
}
