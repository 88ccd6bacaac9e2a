# Promopool itself: the packaged jar with its embedded Redis, claims with a key each.

promopool_missing() {
  [ -e target/promopool.jar ] || echo "target/promopool.jar is missing: mvn -q package -DskipTests"
  command -v wrk >/dev/null || echo "wrk is missing: apt-get install wrk"
  command -v redis-cli >/dev/null && [ -n "$REDIS_SERVER" ] || echo "Redis is missing: apt-get install redis-server"
}

# promopool_start JAVA_HOME
promopool_start() {
  local folder
  promopool_jdk=$("$1/bin/java" -version 2>&1 | awk -F '"' 'NR == 1 { print $2 }')
  promopool_url=http://127.0.0.1:$(free_port)
  promopool_codes=0
  folder=$work/data/stores/promopool-$promopool_jdk
  start "promopool-$promopool_jdk" env PROMOPOOL_HTTP_PORT="${promopool_url##*:}" PROMOPOOL_DATA_DIR="$folder" \
    PROMOPOOL_EMBEDDED_EXECUTABLE="$REDIS_SERVER" "$1/bin/java" -Xmx256m -jar target/promopool.jar
  promopool_pid=$started_pid
  await "promopool-$promopool_jdk" curl -sf "$promopool_url/health/ready"
}

promopool_stop() {
  stop "$promopool_pid"
}

promopool_warm_up() {
  echo "Promopool on JDK $promopool_jdk: $WARM_UP s of load to warm up"
  promopool_rate 64 "$WARM_UP" >/dev/null
}

# promopool_stock COUNT : uploads until so many codes are available.
promopool_stock() {
  local left first answer
  left=$(curl -s "$promopool_url/v1/types/bench/count" | sed -nE 's/.*"available": *([0-9]+).*/\1/p')
  [ "${left:-0}" -lt "$1" ] || return 0
  first=$(date +%s%N)
  answer=$(awk -v first="${first:4:9}" -v n="$1" 'BEGIN {
      print "code"; for (i = 1; i <= n; i++) printf "%c%c%09.0f%c\n", 65 + i % 26, 65 + i / 26 % 26, first + int(i / 676), 65
    }' | curl -sf -H 'Content-Type: text/csv' --data-binary @- \
      "$promopool_url/v1/codes?type=bench&discount=10&expirationDate=2099-12-31T23:59")
  grep -q '"rejected":0' <<<"$answer" || { echo "the upload was not taken whole: $answer" >&2; exit 1; }
}

# promopool_rate CONNECTIONS SECONDS : claims a second.
promopool_rate() {
  promopool_stock $(($2 * 80000))
  wrk_rate "$1" "$2" "$promopool_url/v1/claims" -s "$here/claim.lua" -- "$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')"
}
