# PostgreSQL: a queue in SQL with SKIP LOCKED, called by pgbench without HTTP. No keys: a claim whose response is lost
# wastes a code. It runs in its own cluster, with fsync on, which is the default.

postgres_missing() {
  postgres_bin=$(postgres_find_bin)
  [ -n "$postgres_bin" ] && command -v pgbench >/dev/null || echo "PostgreSQL is missing: apt-get install postgresql"
}

postgres_find_bin() {
  local bin
  bin=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -z "$bin" ] || dirname "$(readlink -f "$bin")"
}

# PostgreSQL refuses to run as root.
postgres_user() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    "$@"
  fi
}

postgres_start() {
  local folder
  postgres_bin=$(postgres_find_bin)
  postgres_port=$(free_port)
  folder=$work/data/stores/postgres
  mkdir -p "$folder"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$folder"
    postgres_user test -w "$folder" || {
      echo "the user postgres can't reach $folder; run this in a folder that it can, or not as root" >&2
      exit 1
    }
  fi
  (cd "$folder" && postgres_user "$postgres_bin/initdb" -D "$folder/db" -U postgres -A trust --no-sync) \
    >"$work/data/initdb.log"
  local command=("$postgres_bin/postgres" -D "$folder/db" -p "$postgres_port" -k "$folder"
    -c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c max_wal_size=8GB -c autovacuum_naptime=10s)
  [ "$(id -u)" -ne 0 ] || command=(setpriv --reuid=postgres --regid=postgres --init-groups "${command[@]}")
  start postgres "${command[@]}"
  await postgres postgres_sql "SELECT 1"
  postgres_sql "CREATE TABLE codes (id bigserial PRIMARY KEY, code text NOT NULL UNIQUE, type text NOT NULL,
    discount int NOT NULL, claimed_by text, claimed_at timestamptz) WITH (fillfactor = 80)" >/dev/null
  postgres_sql "CREATE INDEX codes_free ON codes (type, id) WHERE claimed_by IS NULL" >/dev/null
  # As in a system in use, most codes are claimed. Otherwise the planner expects the primary key to lead to a free one
  # too.
  postgres_sql "INSERT INTO codes (code, type, discount, claimed_by, claimed_at)
    SELECT 'PP' || lpad(n::text, 10, '0'), 'type-000000', 10, 'send-' || gen_random_uuid(), now()
    FROM generate_series(1, 1000000) n"
  cat >"$work/data/claim.sql" <<'END'
UPDATE codes SET claimed_by = 'send-' || gen_random_uuid(), claimed_at = now()
WHERE id = (SELECT id FROM codes WHERE claimed_by IS NULL AND type = 'type-000000' ORDER BY id LIMIT 1
            FOR UPDATE SKIP LOCKED)
RETURNING code;
END
  postgres_rate 64 5 >/dev/null
}

postgres_sql() {
  psql -qAt -h 127.0.0.1 -p "$postgres_port" -U postgres -d postgres -v ON_ERROR_STOP=1 -c "$1"
}

# Its 64 clients against 64 connections.
postgres_compare() {
  compare postgres 64
}

# postgres_rate CONNECTIONS SECONDS : with prepared statements.
postgres_rate() {
  local need=$(($2 * 10000)) out free
  free=$(postgres_sql "SELECT count(*) FROM codes WHERE claimed_by IS NULL")
  if [ "$free" -lt "$need" ]; then
    postgres_sql "INSERT INTO codes (code, type, discount)
      SELECT 'PP' || lpad((n + coalesce((SELECT max(id) FROM codes), 0))::text, 10, '0'), 'type-000000', 10
      FROM generate_series(1, $((need - free))) n"
    postgres_sql "VACUUM ANALYZE codes"
    postgres_sql "CHECKPOINT"
  fi
  out=$(pgbench -h 127.0.0.1 -p "$postgres_port" -U postgres -n -M prepared -c "$1" -j1 -T "$2" \
    -f "$work/data/claim.sql" postgres)
  [ "$(postgres_sql "SELECT count(*) FROM (SELECT 1 FROM codes WHERE claimed_by IS NULL LIMIT 1) f")" = 1 ] || {
    echo "PostgreSQL ran out of codes" >&2
    exit 1
  }
  awk '/^tps = / { printf "%.0f\n", $3 }' <<<"$out"
}
