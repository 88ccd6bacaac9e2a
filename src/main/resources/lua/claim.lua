#!lua
-- Hands out codes to claim keys: a batch of claims, in order, each with the result that it would get alone.
--
-- KEYS[1]  meta
-- ARGV     the head (ledger.lua), now (epoch s), number of digits in the name of a bucket, budget (how many stale
--          hints may be skipped), number of filters;
--          for each filter: type, discount ('' = any), expires after (epoch s);
--          for each claim: key, the key's bucket, number of its filter, from 1
-- Returns  { results, lots, dry }. results has one result for each claim:
--          'lot id,code' (claimed now),
--          { 'replayed' | 'reused', code, type, discount, expiration, claimed at },
--          { 'unknown-type' }, { 'exhausted' }, { 'more' } (the budget is used up; send the claim again),
--          { 'fault', message } (nothing was done for this claim).
--          lots has id, type, discount and expiration of each lot with a code that was claimed now.
--          dry has the ids of live lots that have no hints
-- Errors   those of refusal
-- Cost     O(claims + stale hints skipped); the budget limits the latter. Three commands for each claim, and about
--          fifteen for each call

local now, digits, budget = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local OUT_OF_BUDGET = {}

-- How much of the budget a stale hint costs if its code must be looked up. A hint that is known to be stale costs 1.
local LOOKUP_COST = 3

-- A longer entry would make its whole bucket of the index several times larger (hash-max-listpack-value).
local MAX_ENTRY_BYTES = 64

-- A call skips at most this many lots without hints. Such lots are a fault: they are reported, and the search must end.
local MAX_DRY_LOTS = 100

local refused = refusal(now)
if refused then
  return refused
end

local CODES, CLAIMED, CLAIMS = P .. 'codes:', P .. 'claimed:', P .. 'claims:'
local sha1hex, sub, pcall = redis.sha1hex, string.sub, pcall

local filters = {} -- by number: the lots that match, soonest first, and how far this call has used them up
local skipped = {} -- by lot id: the lot, and the codes whose stale hints were skipped
local claimed_lots = {} -- id, type, discount, expiration of each lot with a code that this call claims
local dry = {} -- ids of live lots without hints
local exhausted = {} -- by type id: the name of a type that had no code for a claim

local first_claim = 10 + 3 * ARGV[9]
local claim_count = (#ARGV - first_claim + 1) / 3

-- Finds the live set of a filter; false if the type is unknown.
local function open_filter(filter)
  if filter.live == nil then
    filter.type_id = call('HGET', P .. 'types', filter.type)
    filter.live = filter.type_id
                  and P .. 'live:' .. filter.type_id .. (filter.discount == '' and '' or ':' .. filter.discount)
  end
  return filter.live
end

-- The lot of a filter that expires soonest and still has codes for this call; nil if there is none.
local function lot_for(filter)
  while true do
    local lot = filter.lot
    if lot and lot.unspent > 0 and not lot.dry then
      return lot
    end
    if #dry > MAX_DRY_LOTS then
      error('more than ' .. MAX_DRY_LOTS .. ' lots of the type have no hints')
    end
    local member = filter.lots[filter.at]
    if not member then
      filter.lots = call('ZRANGEBYSCORE', filter.live, '(' .. filter.after, '+inf', 'LIMIT', filter.offset, 16)
      filter.offset, filter.at = filter.offset + #filter.lots, 1
      member = filter.lots[1]
      if not member then
        return nil
      end
    end
    filter.lot = lot_of(string.format('%d', member), true)
    filter.at = filter.at + 1
  end
end

-- Notes that a stale hint was skipped.
local function skip_stale(lot, code)
  if not skipped[lot.id] then
    -- The code is removed from this set at the end, so a key of the wrong type must raise WRONGTYPE now.
    call('SCARD', lot.stale_hints)
    skipped[lot.id] = { lot = lot }
  end
  table.insert(skipped[lot.id], code)
end

-- Reads more of a lot's list: first as many hints as there are claims. If those were not enough, many at once, and
-- which of them are stale.
local function read_more(lot)
  local is_first = not lot.window
  local codes = call('LRANGE', lot.list, lot.read, lot.read + (is_first and claim_count or 256) - 1)
  local is_stale = {}
  if not is_first and #codes > 0 then
    is_stale = call('SMISMEMBER', lot.stale_hints, unpack(codes))
  end
  lot.window, lot.window_start, lot.is_stale = codes, lot.read - 1, is_stale
end

-- Fails a claim at a code whose bucket is broken. The code's hint moves to the end of the list, so that it does not
-- block the codes behind it.
local function set_aside(lot, code, fault)
  lot.hints[#lot.hints + 1], lot.read = code, lot.read + 1
  error(fault)
end

-- The next unspent code of a lot, and the code's bucket; nil if the list has no more. Stale hints are skipped: their
-- codes are no longer unspent in this lot. lot.read counts the hints to remove from the list; it does not include the
-- hint of the returned code yet.
local function next_code(lot)
  while true do
    local at = lot.window and lot.read - lot.window_start
    if not at or at > #lot.window then
      read_more(lot)
      at = 1
    end
    local code = lot.window[at]
    if not code then
      return nil
    end
    if lot.is_stale[at] == 1 then
      skip_stale(lot, code)
    else
      -- Keys.bucket in Java computes the same name.
      local bucket = sub(sha1hex(code), 1, digits)
      local entry = redis.pcall('HGET', CODES .. bucket, code)
      if entry == lot.id then
        return code, bucket
      end
      if type(entry) == 'table' then
        set_aside(lot, code, entry)
      end
      skip_stale(lot, code)
      budget = budget - LOOKUP_COST + 1
    end
    lot.read = lot.read + 1
    budget = budget - 1
    if budget <= 0 then
      error(OUT_OF_BUDGET)
    end
  end
end

-- The result for a key that has a code already; nil if it has none.
local function replay(key, bucket, filter)
  local code = call('HGET', CLAIMS .. bucket, key)
  if not code then
    return nil
  end
  local code_bucket = sub(sha1hex(code), 1, digits)
  local id, record = string.match(call('HGET', CODES .. code_bucket, code), '^(%d+)c(.*)$')
  if record == '' then
    record = call('HGET', CLAIMED .. code_bucket, code)
  end
  local claimed_at, owner = string.match(record, '^(%d+),(.*)$')
  if owner and owner ~= key then
    -- An earlier claim failed after it had recorded the key, and could not undo that. Another key then got the code.
    error('the code recorded for this key was also handed out to another key')
  end
  local lot = lot_of(id)
  local is_same = lot.type.name == filter.type and (filter.discount == '' or filter.discount == lot.discount)
  return { is_same and 'replayed' or 'reused', code, lot.type.name, lot.discount, lot.expiration,
           claimed_at }
end

-- Prepares a lot for its first claim of this call. What is computed here once does not slow down each claim.
local function open_lot(lot)
  lot.claimed_now, lot.entry_prefix, lot.result_prefix = 0, lot.id .. 'c' .. now .. ',', lot.id .. ','
  lot.max_key_bytes = MAX_ENTRY_BYTES - #lot.entry_prefix
end

local function hand_out(lot, code, code_bucket, key, bucket)
  if not lot.entry_prefix then
    open_lot(lot)
  end
  local is_long = #key > lot.max_key_bytes
  -- Only to find a key of the wrong type before the first write.
  local size = is_long and redis.pcall('HLEN', CLAIMED .. code_bucket)
  if type(size) == 'table' then
    set_aside(lot, code, size)
  end
  if lot.unspent == 1 then
    probe_live(lot)
  end
  -- One command looks up the key and records it: a key that has a code keeps it.
  if call('HSETNX', CLAIMS .. bucket, key, code) == 0 then
    return nil
  end
  local fault = is_long and redis.pcall('HSET', CLAIMED .. code_bucket, code, now .. ',' .. key)
  if type(fault) ~= 'table' then
    fault = redis.pcall('HSET', CODES .. code_bucket, code, is_long and lot.id .. 'c' or lot.entry_prefix .. key)
  end
  if type(fault) == 'table' then
    -- The type of the hash was checked, so the write itself was denied. The key must not keep a code that it did not
    -- claim.
    call('HDEL', CLAIMS .. bucket, key)
    error(fault)
  end
  lot.read, lot.unspent, lot.claimed_now = lot.read + 1, lot.unspent - 1, lot.claimed_now + 1
  return lot.result_prefix .. code
end

local function serve(key, bucket, filter)
  while open_filter(filter) do
    local lot = lot_for(filter)
    if not lot then
      exhausted[filter.type_id] = filter.type
      return replay(key, bucket, filter) or { 'exhausted' }
    end
    local code, code_bucket = next_code(lot)
    if code then
      return hand_out(lot, code, code_bucket, key, bucket) or replay(key, bucket, filter)
    end
    lot.dry = true
    dry[#dry + 1] = lot.id
  end
  return replay(key, bucket, filter) or { 'unknown-type' }
end

-- The result of a claim that raised an error. Its key might have a code already, which is then the result.
local function failed(raised, key, bucket, filter)
  local done, record = pcall(replay, key, bucket, filter)
  if done and record then
    return record
  end
  return raised == OUT_OF_BUDGET and { 'more' } or { 'fault', message_of(raised) }
end

-- Notes that a type's alerts must be checked although none of its codes was claimed.
local function watch_type(id, name)
  if not types[id] then
    local key = P .. 'type:' .. id
    local v = redis.pcall('HMGET', key, 'alert', 'live')
    if v.err then
      return
    end
    types[id] = { id = id, name = name, key = key, alert = v[1], alert_of = {}, live = v[2] or '0' }
  end
  types[id].touched = true
end

for n = 1, tonumber(ARGV[9]) do
  local at = 7 + 3 * n
  filters[tostring(n)] = { type = ARGV[at], discount = ARGV[at + 1], after = ARGV[at + 2],
                           offset = 0, lots = {}, at = 1 }
end
local results = {}
for at = first_claim, #ARGV, 3 do
  local key, bucket, filter = ARGV[at], ARGV[at + 1], filters[ARGV[at + 2]]
  local done, result = pcall(serve, key, bucket, filter)
  results[#results + 1] = done and result or failed(result, key, bucket, filter)
end

for _, lot in pairs(lots) do
  post_hints(lot)
  -- Even if nothing was claimed, because the stale hints that were skipped are removed from the list.
  lot.touched = lot.read > 0
  if (lot.claimed_now or 0) > 0 then
    local t = lot.type
    lot.claimed, t.claimed = lot.claimed + lot.claimed_now, t.claimed + lot.claimed_now
    t.unspent, t.live, t.touched = t.unspent - lot.claimed_now, t.live - lot.claimed_now, true
    t.live_of[lot.discount] = t.live_of[lot.discount] - lot.claimed_now
    for _, part in ipairs({ lot.id, t.name, lot.discount, lot.expiration }) do
      claimed_lots[#claimed_lots + 1] = part
    end
  end
end
for _, codes in pairs(skipped) do
  for first = 1, #codes, 1000 do
    call('SREM', codes.lot.stale_hints, unpack(codes, first, math.min(first + 999, #codes)))
  end
end
post_counters()
-- If the last codes of a type expired, the first claim that gets none must fire the alert.
for id, name in pairs(exhausted) do
  watch_type(id, name)
end
alert_each(watch, now)
return counted({ results, claimed_lots, dry })
