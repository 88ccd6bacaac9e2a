# Rates, ratios and the table.

rows=()

# wrk_rate CONNECTIONS SECONDS URL [WRK ARGUMENT…] : requests per second; ends the run if a response is not 2xx.
wrk_rate() {
  local connections=$1 seconds=$2 url=$3 out
  shift 3
  out=$(wrk -t1 -c"$connections" -d"${seconds}s" "$url" "$@")
  if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
    echo "the load on $url had errors, so its rate means nothing:" >&2
    echo "$out" >&2
    exit 1
  fi
  awk '/^Requests\/sec:/ { printf "%.0f\n", $2 }' <<<"$out"
}

# claims_rate CONNECTIONS SECONDS SERVICE : claims per second, each with a different key.
claims_rate() {
  wrk_rate "$1" "$2" "$3/v1/claims" -s "$here/claim.lua" -- "$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')"
}

# drive OPTION… : the project's own driver; prints responses/s, p50, p99, p99.9 and the longest in ms.
drive() {
  java -XX:+UseSerialGC -Xmx512m -cp "$(bench_classpath)" io.promopool.bench.Drive "$@"
}

bench_classpath() {
  echo "target/test-classes:target/classes:$(cat target/bench/classpath)"
}

bench_classes_missing() {
  [ -e target/bench/classpath ] || echo "the benchmark's classes are missing: mvn -q package -Pbench"
}

# compare PEER CONNECTIONS… : the rates of Promopool and the peer, in turn, at each number of connections.
compare() {
  local peer=$1 connections round mine theirs
  shift
  for connections in "$@"; do
    mine=() theirs=()
    for ((round = 0; round < ROUNDS; round++)); do
      mine+=("$(promopool_rate "$connections" "$SECONDS_EACH")")
      theirs+=("$("${peer}_rate" "$connections" "$SECONDS_EACH")")
    done
    add_row "$peer, $connections connections, /s" "$peer-$connections" "%.0f" "${mine[*]}" "${theirs[*]}"
  done
}

# add_row WHAT TARGET-NAME FORMAT "PROMOPOOL…" "PEER…" : the figures of each round; the ratio is the median of the
# rounds' ratios.
add_row() {
  local target row
  target=$(awk -v name="$2" '$1 == name { print $2 }' "$here/targets")
  row=$(awk -v mine="$4" -v theirs="$5" -v what="$1" -v format="$3" -v jdk="$promopool_jdk" -v target="${target:--}" '
    function sort(v, n,   i, j, x) {
      for (i = 2; i <= n; i++) { x = v[i]; for (j = i - 1; j > 0 && v[j] > x; j--) v[j + 1] = v[j]; v[j + 1] = x }
    }
    function median(v, n) { return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2 }
    function verdict(ratio) {
      if (target == "-") return "not set"
      if (target ~ /^</) return "< " substr(target, 2) (ratio < substr(target, 2) + 0 ? " met" : " MISSED")
      return "≥ " target (ratio >= target + 0 ? " met" : " MISSED")
    }
    BEGIN {
      n = split(mine, m, " "); split(theirs, t, " ")
      for (i = 1; i <= n; i++) { m[i] += 0; t[i] += 0; r[i] = m[i] / t[i] }
      sort(m, n); sort(t, n); sort(r, n)
      printf "%s\t%s\t" format "\t" format "\t%.2f\t%.2f–%.2f\t%s\n", what, jdk, median(m, n), median(t, n),
          median(r, n), r[1], r[n], verdict(median(r, n))
    }')
  rows+=("$row")
  tr '\t' ' ' <<<"$row"
}

print_report() {
  {
    echo
    echo "$(nproc) cores, $(uname -sr), Redis $("$REDIS_SERVER" --version | grep -oE 'v=[0-9.]+')," \
      "$ROUNDS rounds of $SECONDS_EACH s, after $WARM_UP s of load on each JVM"
    echo
    { printf 'peer\tJDK\tPromopool\tpeer\tratio\tspread\ttarget\n'; printf '%s\n' "${rows[@]}"; } |
      column -t -s "$(printf '\t')"
  } | tee "$work/report.txt"
}
