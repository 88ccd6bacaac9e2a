# Promopool itself: the packaged jar with its embedded Redis; claims with keys.

promopool_missing() {
  [ -e "$JAR" ] || echo "$JAR is missing: mvn -q package -Pbench"
  command -v wrk >/dev/null || echo "wrk is missing: apt-get install wrk"
  command -v redis-cli >/dev/null && [ -n "$REDIS_SERVER" ] || echo "Redis is missing: apt-get install redis-server"
}

# promopool_start JAVA_HOME : starts it and warms it up.
promopool_start() {
  local name
  promopool_java_home=$1
  promopool_jdk=$("$1/bin/java" -version 2>&1 | awk -F '"' 'NR == 1 { print $2 }')
  promopool_url=http://127.0.0.1:$(free_port)
  name=promopool-$promopool_jdk
  promopool_folder=$work/data/stores/$name
  echo 0 >"$work/data/codes"
  start "$name" env PROMOPOOL_HTTP_PORT="${promopool_url##*:}" PROMOPOOL_DATA_DIR="$promopool_folder" \
    PROMOPOOL_EMBEDDED_EXECUTABLE="$REDIS_SERVER" "$1/bin/java" -Xmx256m -jar "$JAR"
  promopool_pid=$started_pid
  await "$name" curl -sf "$promopool_url/health/ready"
  echo "Promopool on JDK $promopool_jdk: warm-up"
  promopool_rate 64 "$WARM_UP" >/dev/null
}

promopool_stop() {
  stop "$promopool_pid"
}

# promopool_stock COUNT : uploads until this many codes are available.
promopool_stock() {
  local available uploaded answer conf
  available=$(curl -s "$promopool_url/v1/types/type-000000/count" | sed -nE 's/.*"available": *([0-9]+).*/\1/p')
  available=${available:-0}
  [ "$available" -lt "$1" ] || return 0
  uploaded=$(<"$work/data/codes")
  answer=$(awk -v first="$uploaded" -v n="$(($1 - available))" \
    'BEGIN { print "code"; for (i = 0; i < n; i++) printf "PP%010d\n", first + i }' |
    curl -sf -X POST -T - -H 'Content-Type: text/csv' \
      "$promopool_url/v1/codes?type=type-000000&discount=10&expirationDate=2090-01-01T00:00")
  grep -q "\"added\":$(($1 - available))," <<<"$answer" || {
    echo "the upload did not add every row: $answer" >&2
    exit 1
  }
  echo "$((uploaded + $1 - available))" >"$work/data/codes"
  conf=$(ls "$promopool_folder"/redis-run-*.conf)
  REDISCLI_AUTH=$(awk '$1 == "requirepass" { print $2 }' "$conf") settle "$(awk '$1 == "port" { print $2 }' "$conf")"
}

# promopool_rate CONNECTIONS SECONDS : claims per second.
promopool_rate() {
  promopool_stock $(($2 * MAX_RATE))
  claims_rate "$1" "$2" "$promopool_url"
}
