#!lua
-- Gives codes to claim keys: a batch of claims, each as if it were asked alone, in order.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), deadline (Redis's epoch ms), digits of a bucket, budget (for stale hints to pass),
--          number of filters; for each filter: type, discount ('' = any), expires after (epoch s);
--          for each claim: key, the key's bucket, number of its filter, from 1
-- Returns  { results, lots, dry }. Two results for each claim: lot id, code (given now); 'replayed' | 'reused',
--          { code, type, discount, expiration, claimed at }; 'unknown-type', ''; 'exhausted', ''; 'more', '' (the budget
--          is spent; ask again); 'fault', message (of this claim alone). lots has id, type, discount, expiration of each
--          lot that gave; dry has the ids of lots that are live but have no hints
-- Errors   LATE
-- Cost     O(claims + stale hints skipped); the budget bounds the second

local now, digits, budget = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
local OUT_OF_BUDGET = {}

-- What a stale hint costs when its code has to be looked up, where one that is known to be withdrawn costs 1.
local COST_OF_A_LOOK = 3

-- An entry that is longer makes a whole bucket of the index several times larger (hash-max-listpack-value).
local LONGEST_ENTRY = 64

-- Lots to pass, at the most, beyond those that the claims of this call use up. Only lots without hints are passed, which
-- is a fault: it is said, and not searched for ever.
local MAX_DRY_LOTS = 100

if is_late(ARGV[2]) then
  return late()
end

local filters = {} -- by number: the lots that fit, soonest first, and how far this call has used them up
local given = {}   -- by key: the grant of an earlier claim of this call
local taken = {}   -- by code: given in this call
local passed = {}  -- by lot id: retired codes whose hints were passed
local grants = {}  -- { key, its bucket, code, its bucket, lot, record, whether that is too long for the entry }
local giving = {}
local dry = {}

local first_claim = 6 + 3 * ARGV[5]
local asked = (#ARGV - first_claim + 1) / 3

-- Keys.bucket in Java is the same function.
local function bucket_of(code)
  return string.sub(redis.sha1hex(code), 1, digits)
end

-- Finds out where a filter's lots are; false when there is no such type.
local function open_filter(filter)
  if filter.live == nil then
    local type_id = call('HGET', P .. 'types', filter.type)
    filter.live = type_id and P .. 'live:' .. type_id .. (filter.discount == '' and '' or ':' .. filter.discount)
  end
  return filter.live
end

-- The soonest lot of a filter that still has codes for this call; nil when there is none.
local function lot_for(filter)
  while true do
    local member = filter.lots[filter.at]
    if not member then
      filter.lots = call('ZRANGEBYSCORE', filter.live, '(' .. filter.after, '+inf', 'LIMIT', filter.offset, 16)
      filter.offset, filter.at = filter.offset + #filter.lots, 1
      if #filter.lots == 0 then
        return nil
      end
    else
      filter.lot = filter.lot or lot_of(string.format('%d', member), true)
      if filter.lot.unspent > 0 and not filter.lot.dry then
        return filter.lot
      end
      if #dry > MAX_DRY_LOTS then
        error('more than ' .. MAX_DRY_LOTS .. ' lots of the type have no hints at their codes')
      end
      filter.at, filter.lot = filter.at + 1, nil
    end
  end
end

-- Notes that the hint of a retired code was passed.
local function pass(lot, code)
  passed[lot.id] = passed[lot.id] or { lot = lot }
  table.insert(passed[lot.id], code)
end

-- Reads on in a lot's list: as many hints as claims first, and where those were not enough, many at once, with the
-- answer to which of them lead to codes that were withdrawn.
local function read_on(lot)
  local is_first = not lot.window
  local codes = call('LRANGE', lot.list, lot.read, lot.read + (is_first and asked or 256) - 1)
  local is_withdrawn = {}
  if is_first then
    call('SCARD', lot.withdrawn) -- for its type: codes whose hints are passed are taken out of it
  elseif #codes > 0 then
    is_withdrawn = call('SMISMEMBER', lot.withdrawn, unpack(codes))
  end
  lot.window, lot.window_start, lot.is_withdrawn = codes, lot.read, is_withdrawn
end

-- The next unspent code of a lot and its bucket; nil when its list has no more. Hints whose code has gone elsewhere are
-- passed over. lot.read counts the hints that are to come off the list.
local function next_code(lot, record_is_long)
  while true do
    local at = lot.read - (lot.window_start or 0) + 1
    if not lot.window or at > #lot.window then
      read_on(lot)
      at = 1
    end
    local code = lot.window[at]
    if not code then
      return nil
    end
    lot.read = lot.read + 1
    if lot.is_withdrawn[at] == 1 then
      pass(lot, code)
    else
      local bucket = bucket_of(code)
      local entry = redis.pcall('HGET', P .. 'codes:' .. bucket, code)
      if entry == lot.id and not taken[code] then
        local size = record_is_long and redis.pcall('HLEN', P .. 'claimed:' .. bucket)
        if type(size) ~= 'table' then
          return code, bucket
        end
        entry = size
      end
      if type(entry) == 'table' then
        -- The hint goes to the end of the list, so that the codes behind it are not held up by a broken bucket.
        lot.hints[#lot.hints + 1] = code
        error(entry)
      end
      if entry == lot.id .. 'r' then
        pass(lot, code)
      end
      budget = budget - COST_OF_A_LOOK + 1
    end
    budget = budget - 1
    if budget <= 0 then
      error(OUT_OF_BUDGET)
    end
  end
end

-- The record that a claim key has: { code, type, discount, expiration, claimed at }; nil when it has none.
local function record_of(key, bucket)
  local code = call('HGET', P .. 'claims:' .. bucket, key)
  if not code then
    return nil
  end
  local code_bucket = bucket_of(code)
  local id, record = string.match(call('HGET', P .. 'codes:' .. code_bucket, code), '^(%d+)c(.*)$')
  if record == '' then
    record = call('HGET', P .. 'claimed:' .. code_bucket, code)
  end
  local lot = lot_of(id)
  return { code, lot.type.name, lot.discount, lot.expiration, string.match(record, '^%d+') }
end

local function serve(key, bucket, filter)
  local grant = given[key]
  local record = grant and { grant[3], grant[5].type.name, grant[5].discount, grant[5].expiration, now }
      or record_of(key, bucket)
  if record then
    local same = record[2] == filter.type and (filter.discount == '' or filter.discount == record[3])
    return same and 'replayed' or 'reused', record
  end
  if not open_filter(filter) then
    return 'unknown-type', ''
  end
  while true do
    local lot = lot_for(filter)
    if not lot then
      return 'exhausted', ''
    end
    -- Also when the search fails: the stale hints it passed are to come off the list.
    lot.touched = true
    local record = now .. ',' .. key
    local is_long = #lot.id + 1 + #record > LONGEST_ENTRY
    local code, code_bucket = next_code(lot, is_long)
    if code then
      grant = { key, bucket, code, code_bucket, lot, record, is_long }
      taken[code], given[key], giving[lot.id] = true, grant, lot
      grants[#grants + 1] = grant
      add_unspent(lot, -1)
      lot.claimed, lot.type.claimed = lot.claimed + 1, lot.type.claimed + 1
      return lot.id, code
    end
    lot.dry = true
    dry[#dry + 1] = lot.id
  end
end

for n = 1, tonumber(ARGV[5]) do
  local at = 3 + 3 * n
  filters[tostring(n)] = { type = ARGV[at], discount = ARGV[at + 1], after = ARGV[at + 2],
                           offset = 0, lots = {}, at = 1 }
end
local results = {}
for at = first_claim, #ARGV, 3 do
  local done, result, detail = pcall(serve, ARGV[at], ARGV[at + 1], filters[ARGV[at + 2]])
  if not done then
    result, detail = result == OUT_OF_BUDGET and 'more' or 'fault', result == OUT_OF_BUDGET and '' or message_of(result)
  end
  results[#results + 1] = result
  results[#results + 1] = detail
end

for _, lot in pairs(lots) do
  post_hints(lot)
end
for _, codes in pairs(passed) do
  for first = 1, #codes, 1000 do
    call('SREM', codes.lot.withdrawn, unpack(codes, first, math.min(first + 999, #codes)))
  end
end
for _, grant in ipairs(grants) do
  local key, bucket, code, code_bucket, lot, record, is_long = unpack(grant)
  if is_long then
    call('HSET', P .. 'claimed:' .. code_bucket, code, record)
  end
  call('HSET', P .. 'codes:' .. code_bucket, code, lot.id .. 'c' .. (is_long and '' or record))
  call('HSET', P .. 'claims:' .. bucket, key, code)
end
post_counters()

local gave = {}
for id, lot in pairs(giving) do
  for _, part in ipairs({ id, lot.type.name, lot.discount, lot.expiration }) do
    gave[#gave + 1] = part
  end
end
return { results, gave, dry }
