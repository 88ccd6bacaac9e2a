# Rates, ratios and the table.

rows=()

# wrk_rate CONNECTIONS SECONDS URL [WRK ARGUMENT…] : requests a second; ends the run where an answer was not 2xx.
wrk_rate() {
  local connections=$1 seconds=$2 url=$3 out
  shift 3
  out=$(wrk -t1 -c"$connections" -d"${seconds}s" "$url" "$@")
  if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
    echo "the load on $url met errors, so its rate means nothing:" >&2
    echo "$out" >&2
    exit 1
  fi
  awk '/^Requests\/sec:/ { printf "%.0f\n", $2 }' <<<"$out"
}

# compare PEER : Promopool and it in turn, at each number of connections.
compare() {
  local peer=$1 connections round mine theirs
  for connections in $CONNECTIONS; do
    mine=() theirs=()
    for ((round = 0; round < ROUNDS; round++)); do
      mine+=("$(promopool_rate "$connections" "$SECONDS_EACH")")
      theirs+=("$("${peer}_rate" "$connections" "$SECONDS_EACH")")
    done
    add_row "claims/s ÷ $("${peer}_title"), $connections connections" "${peer}-$connections" "${mine[*]}" "${theirs[*]}"
  done
}

# add_row TITLE TARGET-NAME "A…" "B…" : the ratio is the median of the rounds' ratios.
add_row() {
  local target row
  target=$(awk -v name="$2" '$1 == name { print $2 }' "$here/targets")
  row=$(awk -v a="$3" -v b="$4" -v title="$1" -v jdk="$promopool_jdk" -v target="${target:--}" '
    function sorted(from, n, to,   i, j, x) {
      for (i = 1; i <= n; i++) { x = from[i]; for (j = i - 1; j > 0 && to[j] > x; j--) to[j + 1] = to[j]; to[j + 1] = x }
    }
    function median(v, n) { return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2 }
    BEGIN {
      n = split(a, mine, " "); split(b, theirs, " ")
      for (i = 1; i <= n; i++) { mine[i] += 0; theirs[i] += 0; ratio[i] = mine[i] / theirs[i] }
      sorted(mine, n, m); sorted(theirs, n, t); sorted(ratio, n, r)
      met = target == "-" ? "" : (target ~ /^</ ? (median(r, n) <= substr(target, 2) + 0 ? "met" : "MISSED") \
                                                : (median(r, n) >= target + 0 ? "met" : "MISSED"))
      printf "%s\t%s\t%.0f\t%.0f\t%.2f\t%.2f–%.2f\t%s\t%s\n", title, jdk, median(m, n), median(t, n), median(r, n), r[1], r[n],
          target, met
    }')
  rows+=("$row")
  tr '\t' ' ' <<<"$row"
}

print_report() {
  {
    echo
    echo "$(nproc) cores, $(uname -sr), $("$REDIS_SERVER" --version | grep -oE 'v=[0-9.]+'), $ROUNDS rounds of $SECONDS_EACH s"
    echo
    { printf 'what\tJDK\tPromopool\tpeer\tratio\tspread\ttarget\t\n'; printf '%s\n' "${rows[@]}"; } |
      column -t -s "$(printf '\t')"
  } | tee "$work/report.txt"
}
