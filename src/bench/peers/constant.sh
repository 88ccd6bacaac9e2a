# A constant response from Javalin, on the same JDK and with the same heap: the cost of HTTP alone.

constant_missing() {
  bench_classes_missing
}

# It runs on the JDK of the Promopool that it is compared with.
constant_start() {
  constant_url=http://127.0.0.1:$(free_port)/
}

constant_compare() {
  local port=${constant_url##*:} name=constant-$promopool_jdk pid
  start "$name" "$promopool_java_home/bin/java" -Xmx256m -cp "$(bench_classpath)" \
    io.promopool.bench.ConstantServer "${port%/}"
  pid=$started_pid
  await "$name" curl -sf "$constant_url"
  constant_rate 64 "$WARM_UP" >/dev/null
  # shellcheck disable=SC2086
  compare constant $CONNECTIONS
  stop "$pid"
}

# constant_rate CONNECTIONS SECONDS
constant_rate() {
  wrk_rate "$1" "$2" "$constant_url"
}
