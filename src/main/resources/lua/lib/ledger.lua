-- The ledger: what all scripts that write have in common. LuaScript inserts it behind their first line.
--
-- The head: a script that begins with refusal has these five arguments first. Writer in Java makes the first four.
--   pool (its id), life, name (the field of meta that counts the calls of this service), confirmed (how many of these
--   calls were confirmed when this one was sent; '' = don't compare), deadline (epoch ms of Redis's clock)
--
-- A script works in two steps. First it judges: it reads everything that it will write, so that a key of the wrong type
-- raises an error before the first write, and changes only the tables below. Then it posts: it writes what the tables
-- say. Redis does not roll back a script that fails, so nothing that can fail by our own fault comes after the first
-- write.
--
-- KEYS[1] is the meta key of the shard. All other keys are built from its prefix and hash tag, so they are in the same
-- slot of a Redis Cluster. They can't be declared in KEYS, because a code's bucket is known only after the code was
-- read from a list. docs/architecture.md lists every key and its fields.
--
-- A counter stays the string that Redis returned until it is changed, because turning a number into text is slow.

local P = string.sub(KEYS[1], 1, -5)
local call = redis.call

local WRITES = {
  'HSET', 'HSETNX', 'HDEL', 'HINCRBY', 'RPUSH', 'LPOP', 'ZADD', 'ZREM', 'ZPOPMIN', 'SADD', 'SREM', 'UNLINK',
}

-- A caller whose clock is further behind the latest time that the pool has seen is refused.
local MAX_SECONDS_BEHIND = 60

-- At most this many services are counted in meta. Then the services that began first are dropped.
local MAX_NAMES = 1000

local function refuse(word, reason)
  return redis.error_reply(word .. ' ' .. reason .. '; nothing was done')
end

local function forbidden(command)
  return refuse('FORBIDDEN', 'the Redis user may not run ' .. command)
end

-- An error reply if the Redis user lacks a right, else nil. Redis checks a right only when it runs the command, and
-- that might be between two writes. This check costs 2 µs. The word is FORBIDDEN because lettuce disconnects when a
-- reply begins with DENIED.
local function check_rights()
  local check, key = redis.acl_check_cmd, KEYS[1]
  for _, command in ipairs(WRITES) do
    if not check(command, key, key, key) then
      return forbidden(command)
    end
  end
  return not check('TIME') and forbidden('TIME') or nil
end

-- Whether the caller has stopped waiting. The deadline is in the time of Redis's clock, which the caller estimates.
local function is_late(deadline_ms)
  local time = call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(deadline_ms)
end

-- An error reply if meta is not as the caller must expect. If confirmed calls are gone, nothing is served any more
-- until a person decides: that is noted in `stop`.
local function mismatch(pool, life, stop, calls)
  local id, expected_life, name, confirmed = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  if pool ~= id then
    return refuse('NOPOOL', pool and 'Redis holds pool ' .. pool .. ' instead of pool ' .. id
                                  or 'Redis does not hold pool ' .. id)
  end
  if stop then
    return refuse('STOPPED', 'Redis has lost confirmed writes, and nobody has accepted that yet')
  end
  local is_dropped = not calls and name <= (call('HGET', KEYS[1], 'dropped') or '')
  if confirmed == '' or is_dropped or (tonumber(life) or 0) > tonumber(expected_life) then
    return refuse('RENEW', 'the service must count its calls under a new name')
  end
  local noted = { call('TIME')[1], name, expected_life, life or '0', confirmed, calls or '0' }
  call('HSET', KEYS[1], 'stop', table.concat(noted, ','))
  return refuse('ROLLBACK', 'Redis has lost writes that it had confirmed')
end

-- An error reply if the caller's clock is wrong: the pool has seen a later time. nil if the call goes by no clock.
local function is_behind(now, latest)
  if now and tonumber(now) < (tonumber(latest) or 0) - MAX_SECONDS_BEHIND then
    return refuse('BEHIND', 'the clock is more than ' .. MAX_SECONDS_BEHIND
                              .. ' s behind the latest time that the pool has seen')
  end
  return nil
end

-- An error reply unless Redis holds the pool that the caller expects, in the same life, with as many calls of the
-- caller as were confirmed, nothing is stopped, and the caller's clock is not behind; then nil.
local function unexpected(now)
  local m = redis.pcall('HMGET', KEYS[1], 'pool', 'life', 'stop', ARGV[3], 'latest')
  if m[1] == ARGV[1] and m[2] == ARGV[2] and not m[3] and (tonumber(m[4]) or 0) >= (tonumber(ARGV[4]) or 0) then
    return is_behind(now, m[5])
  end
  return m.err and refuse('NOPOOL', 'the record of the pool could not be read: ' .. m.err)
    or mismatch(m[1], m[2], m[3], m[4])
end

-- An error reply if the script must not begin, else nil: FORBIDDEN, LATE, NOPOOL, STOPPED, ROLLBACK, RENEW, or BEHIND.
-- A late call is refused first: its service might have dropped its name in the meantime. A script that goes by the
-- caller's clock passes its now (epoch s).
local function refusal(now)
  return check_rights()
    or (is_late(ARGV[5]) and refuse('LATE', 'the caller has stopped waiting'))
    or unexpected(now)
end

local function drop_first_names()
  if call('HLEN', KEYS[1]) <= MAX_NAMES then
    return
  end
  local names = {}
  for _, field in ipairs(call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, 2) == 'w:' and field ~= ARGV[3] then
      names[#names + 1] = field
    end
  end
  local surplus = #names + 1 - MAX_NAMES
  if surplus > 0 then
    -- Names are in the order in which their services began.
    table.sort(names)
    if names[surplus] > (call('HGET', KEYS[1], 'dropped') or '') then
      call('HSET', KEYS[1], 'dropped', names[surplus])
    end
    call('HDEL', KEYS[1], unpack(names, 1, surplus))
  end
end

-- Counts this call, and returns the script's reply. Each script that begins with refusal ends with it, whatever it has
-- done: the service counts each reply as a confirmed call. The write is also the one that WAIT waits for, so that a
-- script that changed nothing else, such as a repeated claim, is confirmed too.
local function counted(reply)
  if call('HINCRBY', KEYS[1], ARGV[3], 1) == 1 then
    -- If it fails, there are some names too many, which does no harm.
    pcall(drop_first_names)
  end
  return reply
end

-- The text of an error. redis.call raises a table, Lua raises a string.
local function message_of(raised)
  return type(raised) == 'table' and raised.err or tostring(raised)
end

-- The error reply of a script that failed while it judged.
local function untouched(raised)
  return redis.error_reply('UNTOUCHED nothing was written: ' .. message_of(raised))
end

local types = {} -- by type id
local lots = {}  -- by lot id

-- A type's counters, including the one of this discount. `live` counts the unspent codes of the lots in the live sets;
-- a swept lot is in none of them. alerts.lua describes `alert`.
local function type_of(id, name, discount)
  local t = types[id]
  if not t then
    local key = P .. 'type:' .. id
    local v = call('HMGET', key, 'added', 'claimed', 'retired', 'unspent', 'live', 'live:' .. discount,
                   'alert', 'alert:' .. discount)
    t = { id = id, name = name, key = key, added = v[1] or '0', claimed = v[2] or '0', retired = v[3] or '0',
          unspent = v[4] or '0', live = v[5] or '0', live_of = { [discount] = v[6] or '0' },
          alert = v[7], alert_of = { [discount] = v[8] or nil } }
    types[id] = t
  elseif not t.live_of[discount] then
    local v = call('HMGET', t.key, 'live:' .. discount, 'alert:' .. discount)
    t.live_of[discount], t.alert_of[discount] = v[1] or '0', v[2] or nil
  end
  return t
end

-- A lot id as a member of a sorted set. It is padded, so that of two lots with the same date the older comes first.
local function member_of(id)
  return string.format('%010d', id)
end

local lot_count = 0

-- Adds a lot to the ledger.
local function add_lot(lot)
  lot.key = P .. 'lot:' .. lot.id
  lot.list = P .. 'list:' .. lot.id
  lot.stale_hints = P .. 'stale-hints:' .. lot.id
  lot.live = P .. 'live:' .. lot.type.id
  lot.live_of = lot.live .. ':' .. lot.discount
  lot.was_unspent, lot.hints, lot.read = lot.unspent, {}, 0
  lots[lot.id], lot_count = lot, lot_count + 1
  return lot
end

-- The lot with this id, read once. A lot that was found in a live set is not swept. If a swept lot is being rebuilt,
-- its codes in the buckets before number rebuilt_to have hints (rebuild.lua).
local function lot_of(id, is_live)
  if lots[id] then
    return lots[id]
  end
  local v = call('HMGET', P .. 'lot:' .. id, 'type', 'typeId', 'discount', 'expiration',
                 'unspent', 'claimed', 'retired')
  if not (v[1] and v[2] and v[3] and v[4] and v[5] and v[6] and v[7]) then
    error('lot ' .. id .. ' has no record')
  end
  local swept = not is_live and call('SISMEMBER', P .. 'expired:' .. v[2], member_of(id)) == 1
  local is_rebuilt = swept and call('SISMEMBER', P .. 'rebuilding', member_of(id)) == 1
  local cursor = is_rebuilt and call('HGET', KEYS[1], 'rebuild')
  return add_lot({ id = id, type = type_of(v[2], v[1], v[3]), discount = v[3], expiration = v[4], swept = swept,
                   rebuilt_to = cursor and (tonumber(cursor) or math.huge) or 0,
                   unspent = tonumber(v[5]), claimed = v[6], retired = v[7] })
end

-- Reads the live sets, only so that a key of the wrong type raises WRONGTYPE before the first write. Needed before the
-- number of a lot's unspent codes becomes 0, or more than 0, because the lot then leaves or enters the live sets.
local function probe_live(lot)
  if not lot.live_probed then
    call('ZCARD', lot.live)
    call('ZCARD', lot.live_of)
    lot.live_probed = true
  end
end

local function add_unspent(lot, n)
  probe_live(lot)
  local t = lot.type
  lot.unspent, t.unspent = lot.unspent + n, t.unspent + n
  if not lot.swept then
    t.live, t.live_of[lot.discount] = t.live + n, t.live_of[lot.discount] + n
  end
  lot.touched, t.touched = true, true
end

-- Writes a lot's hints. Always posted first, because a surplus hint does no harm, but a missing hint makes a code
-- unreachable.
local function post_hints(lot)
  for first = 1, #lot.hints, 1000 do
    call('RPUSH', lot.list, unpack(lot.hints, first, math.min(first + 999, #lot.hints)))
  end
end

-- Writes a lot's counters, and adds it to the live sets or removes it. Then removes the hints that were used from its
-- list, or the whole list if the lot has no unspent codes. Always posted last.
local function post_lot(lot)
  local drop = lot.unspent == 0 and (lot.was_unspent > 0 or lot.read > 0 or #lot.hints > 0)
  call('HSET', lot.key, 'unspent', lot.unspent, 'claimed', lot.claimed, 'retired', lot.retired)
  if not lot.swept then
    if lot.unspent > 0 and lot.was_unspent == 0 then
      call('ZADD', lot.live, lot.expiration, member_of(lot.id))
      call('ZADD', lot.live_of, lot.expiration, member_of(lot.id))
    elseif lot.unspent == 0 and lot.was_unspent > 0 then
      call('ZREM', lot.live, member_of(lot.id))
      call('ZREM', lot.live_of, member_of(lot.id))
    end
  end
  if drop then
    call('UNLINK', lot.list, lot.stale_hints)
  elseif lot.read > 0 then
    call('LPOP', lot.list, lot.read)
  end
end

local function post_type(t)
  local fields = { 'added', t.added, 'claimed', t.claimed, 'retired', t.retired, 'unspent', t.unspent, 'live', t.live }
  for discount, n in pairs(t.live_of) do
    fields[#fields + 1] = 'live:' .. discount
    fields[#fields + 1] = n
  end
  call('HSET', t.key, unpack(fields))
end

local function post_counters()
  for _, t in pairs(types) do
    if t.touched then
      post_type(t)
    end
  end
  for _, lot in pairs(lots) do
    if lot.touched then
      post_lot(lot)
    end
  end
end
