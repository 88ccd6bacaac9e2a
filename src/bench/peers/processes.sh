# Processes of this run: started in the background, awaited, and stopped by their pid when the run ends.

started=()

# start NAME COMMAND… : its output goes to target/peers/data/NAME.log; its pid is in $started_pid.
start() {
  local name=$1
  shift
  "$@" >"$work/data/$name.log" 2>&1 </dev/null &
  started_pid=$!
  started+=("$started_pid")
}

# stop PID : sends SIGTERM, waits up to 20 s, then sends SIGKILL.
stop() {
  local pid=$1 i
  kill "$pid" 2>/dev/null || return 0
  for ((i = 0; i < 200; i++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

# Compares the pids with the shell's own jobs: the pid of a process that has ended might belong to another by now.
stop_all() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    if jobs -p | grep -qx "${started[i]}"; then
      stop "${started[i]}"
    fi
  done
  rm -rf "$work/data/stores"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# free_port : a port on which nothing listens at this moment.
free_port() {
  local port
  while true; do
    port=$((RANDOM % 8000 + 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# await NAME COMMAND… : waits until the command succeeds, at most 60 s.
await() {
  local name=$1 end=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then
      echo "$name did not start; the end of its log:" >&2
      tail -n 20 "$work/data/$name.log" >&2
      exit 1
    fi
    sleep 0.1
  done
}
