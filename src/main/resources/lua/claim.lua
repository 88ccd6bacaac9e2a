#!lua
-- Gives codes to claim keys: a batch of claims, each as if it were asked alone, in order.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), deadline (Redis's epoch ms), digits of a bucket, budget (for stale hints to pass),
--          number of filters; for each filter: type, discount ('' = any), expires after (epoch s);
--          for each claim: key, the key's bucket, number of its filter, from 1
-- Returns  { results, lots, dry }. A result for each claim: the text 'lot id,code' (claimed now), or { 'replayed' |
--          'reused', code, type, discount, expiration, claimed at }, { 'unknown-type' }, { 'exhausted' }, { 'more' }
--          (the budget is spent; ask again), { 'fault', message } (of this claim alone). lots has id, type, discount,
--          expiration of each lot with a code that was claimed now; dry has the ids of lots that are live but have
--          no hints
-- Errors   FORBIDDEN, LATE
-- Cost     O(claims + stale hints skipped); the budget bounds the second. Three commands a claim, and about fifteen a
--          call

local now, digits, budget = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local OUT_OF_BUDGET = {}

-- What a stale hint costs when its code has to be looked up, where one that is known to be retired costs 1.
local COST_OF_A_LOOK = 3

-- An entry that is longer makes a whole bucket of the index several times larger (hash-max-listpack-value).
local LONGEST_ENTRY = 64

-- Lots to pass, at the most, beyond those that the claims of this call use up. Only lots without hints are passed,
-- which is a fault: it is reported, and the search does not go on forever.
local MAX_DRY_LOTS = 100

local refused = refusal(ARGV[2])
if refused then
  return refused
end

local CODES, CLAIMED, CLAIMS = P .. 'codes:', P .. 'claimed:', P .. 'claims:'
local sha1hex, sub, pcall = redis.sha1hex, string.sub, pcall

local filters = {} -- by number: the lots that fit, soonest first, and how far this call has used them up
local passed = {}  -- by lot id: retired codes whose hints were passed
local claimed_lots = {} -- id, type, discount, expiration of each lot with a code that this call claims
local dry = {}
local dried = {}   -- by type id: the name of a type that had nothing (left) for a claim

local first_claim = 6 + 3 * ARGV[5]
local asked = (#ARGV - first_claim + 1) / 3

-- Finds out where a filter's lots are; false when there is no such type.
local function open_filter(filter)
  if filter.live == nil then
    filter.type_id = call('HGET', P .. 'types', filter.type)
    filter.live = filter.type_id
                  and P .. 'live:' .. filter.type_id .. (filter.discount == '' and '' or ':' .. filter.discount)
  end
  return filter.live
end

-- The soonest lot of a filter that still has codes for this call; nil when there is none.
local function lot_for(filter)
  while true do
    local lot = filter.lot
    if lot and lot.unspent > 0 and not lot.dry then
      return lot
    end
    if #dry > MAX_DRY_LOTS then
      error('more than ' .. MAX_DRY_LOTS .. ' lots of the type have no hints at their codes')
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

-- Notes that the hint of a retired code was passed.
local function pass(lot, code)
  if not passed[lot.id] then
    call('SCARD', lot.retired_hints) -- for its type: the code is taken out of it at the end
    passed[lot.id] = { lot = lot }
  end
  table.insert(passed[lot.id], code)
end

-- Reads on in a lot's list: as many hints as claims first, and where those were not enough, many at once, with the
-- answer to which of them lead to retired codes.
local function read_on(lot)
  local is_first = not lot.window
  local codes = call('LRANGE', lot.list, lot.read, lot.read + (is_first and asked or 256) - 1)
  local is_retired = {}
  if not is_first and #codes > 0 then
    is_retired = call('SMISMEMBER', lot.retired_hints, unpack(codes))
  end
  lot.window, lot.window_start, lot.is_retired = codes, lot.read - 1, is_retired
end

-- Ends a claim at a code whose bucket is broken. Its hint goes to the end of the list, so that it does not hold up the
-- codes behind it.
local function set_aside(lot, code, fault)
  lot.hints[#lot.hints + 1], lot.read = code, lot.read + 1
  error(fault)
end

-- The next unspent code of a lot and its bucket; nil when its list has no more. Hints whose code has gone elsewhere are
-- passed over. lot.read counts the hints that are to come off the list; that of the code found is not yet among them.
local function next_code(lot)
  while true do
    local at = lot.window and lot.read - lot.window_start
    if not at or at > #lot.window then
      read_on(lot)
      at = 1
    end
    local code = lot.window[at]
    if not code then
      return nil
    end
    if lot.is_retired[at] == 1 then
      pass(lot, code)
    else
      -- Keys.bucket in Java is the same function.
      local bucket = sub(sha1hex(code), 1, digits)
      local entry = redis.pcall('HGET', CODES .. bucket, code)
      if entry == lot.id then
        return code, bucket
      end
      if type(entry) == 'table' then
        set_aside(lot, code, entry)
      end
      if entry == lot.id .. 'r' then
        pass(lot, code)
      end
      budget = budget - COST_OF_A_LOOK + 1
    end
    lot.read = lot.read + 1
    budget = budget - 1
    if budget <= 0 then
      error(OUT_OF_BUDGET)
    end
  end
end

-- What a claim key has already; nil when it has nothing.
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
    -- Left by a claim that failed and could not be taken back: the code went to the next who asked.
    error('the code that the key has was given to another key')
  end
  local lot = lot_of(id)
  local is_same = lot.type.name == filter.type and (filter.discount == '' or filter.discount == lot.discount)
  return { is_same and 'replayed' or 'reused', code, lot.type.name, lot.discount, lot.expiration,
           claimed_at }
end

-- What a lot needs before a claim takes a code of it: once a call, so that a claim costs little.
local function open_lot(lot)
  lot.claimed_now, lot.prefix, lot.answer = 0, lot.id .. 'c' .. now .. ',', lot.id .. ','
  lot.longest_key = LONGEST_ENTRY - #lot.prefix
end

local function hand_out(lot, code, code_bucket, key, bucket)
  if not lot.prefix then
    open_lot(lot)
  end
  local is_long = #key > lot.longest_key
  local size = is_long and redis.pcall('HLEN', CLAIMED .. code_bucket) -- for its type
  if type(size) == 'table' then
    set_aside(lot, code, size)
  end
  if lot.unspent == 1 then
    see_live(lot)
  end
  -- The key is looked up and recorded in one: it has nothing before this, or it keeps what it has.
  if call('HSETNX', CLAIMS .. bucket, key, code) == 0 then
    return nil
  end
  local fault = is_long and redis.pcall('HSET', CLAIMED .. code_bucket, code, now .. ',' .. key)
  if type(fault) ~= 'table' then
    fault = redis.pcall('HSET', CODES .. code_bucket, code, is_long and lot.id .. 'c' or lot.prefix .. key)
  end
  if type(fault) == 'table' then
    -- Its type was seen, so writing is denied. The key must not keep a code that it did not claim.
    call('HDEL', CLAIMS .. bucket, key)
    error(fault)
  end
  lot.read, lot.unspent, lot.claimed_now = lot.read + 1, lot.unspent - 1, lot.claimed_now + 1
  return lot.answer .. code
end

local function serve(key, bucket, filter)
  while open_filter(filter) do
    local lot = lot_for(filter)
    if not lot then
      dried[filter.type_id] = filter.type
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

-- A claim that can't be served for a reason of the pool's. Its key may have a code all the same.
local function unserved(raised, key, bucket, filter)
  local done, record = pcall(replay, key, bucket, filter)
  if done and record then
    return record
  end
  return raised == OUT_OF_BUDGET and { 'more' } or { 'fault', message_of(raised) }
end

local function watch_later(id, name)
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

for n = 1, tonumber(ARGV[5]) do
  local at = 3 + 3 * n
  filters[tostring(n)] = { type = ARGV[at], discount = ARGV[at + 1], after = ARGV[at + 2],
                           offset = 0, lots = {}, at = 1 }
end
local results = {}
for at = first_claim, #ARGV, 3 do
  local key, bucket, filter = ARGV[at], ARGV[at + 1], filters[ARGV[at + 2]]
  local done, result = pcall(serve, key, bucket, filter)
  results[#results + 1] = done and result or unserved(result, key, bucket, filter)
end

for _, lot in pairs(lots) do
  post_hints(lot)
  -- Also if nothing was claimed: the stale hints that were passed come off the list.
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
for _, codes in pairs(passed) do
  for first = 1, #codes, 1000 do
    call('SREM', codes.lot.retired_hints, unpack(codes, first, math.min(first + 999, #codes)))
  end
end
post_counters()
-- Codes may have gone by their date alone: then the first to notice is a claim that gets none.
for id, name in pairs(dried) do
  watch_later(id, name)
end
alert_each(watch, now)
return { results, claimed_lots, dry }
