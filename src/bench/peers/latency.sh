# p99 at a constant rate, half of Promopool's highest rate: the latency for callers that do not wait for each other. A
# latency counts from the planned moment of the request, so a stall counts for every request that it delays. The number
# of connections is that of the highest rate; with fewer, requests would wait for the driver.

latency_missing() {
  webdis_missing
  bench_classes_missing
}

latency_start() {
  webdis_start
}

latency_compare() {
  local round rate mine=() theirs=() peak=0 connections best
  for connections in $CONNECTIONS; do
    rate=$(promopool_rate "$connections" "$SECONDS_EACH")
    [ "$rate" -le "$peak" ] || { peak=$rate best=$connections; }
  done
  rate=$((peak / 2))
  for ((round = 0; round < ROUNDS; round++)); do
    promopool_stock $((2 * SECONDS_EACH * MAX_RATE))
    mine+=("$(latency_p99 "$rate" --connections "$best" --url "$promopool_url" --claims "$(<"$work/data/codes")")")
    webdis_stock $((2 * SECONDS_EACH))
    theirs+=("$(latency_p99 "$rate" --connections "$best" --url "$webdis_url")")
  done
  add_row "webdis, p99 in ms at $rate/s" latency-p99 "%.2f" "${mine[*]}" "${theirs[*]}"
}

# latency_p99 RATE OPTION… : the driver is a JVM too, so it is warmed up as well.
latency_p99() {
  local rate=$1
  shift
  drive --rate "$rate" --seconds "$SECONDS_EACH" --warm-up "$SECONDS_EACH" "$@" | awk '{ print $3 }'
}
