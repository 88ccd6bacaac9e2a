#!lua
-- Gives codes to claim keys: a batch of claims, each as if it were asked alone, in order.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), deadline (Redis's epoch ms), buckets, budget (hints to look at, at the most);
--          then for each claim: key, the key's bucket, type, discount ('' = any), days
-- Returns  { results, lots that are live but have no hints }. A result is
--          { 'claimed' | 'replayed' | 'reused', code, type, discount, expiration, claimed at }, { 'unknown-type' },
--          { 'exhausted' }, { 'more' } (the budget is spent; ask again) or { 'fault', message } (of this claim alone)
-- Errors   LATE, UNTOUCHED
-- Cost     O(claims + stale hints skipped); the budget bounds the second

local now, buckets, budget = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local FIRST, FIELDS = 5, 5
local asked = (#ARGV - FIRST + 1) / FIELDS
local OUT_OF_BUDGET = {}

if is_late(ARGV[2]) then
  return late()
end

local filters = {} -- by live key and date: the lots that fit, soonest first, and how far this call has used them up
local type_ids = {} -- by name
local granted = {} -- by key: the grant of an earlier claim of this call
local taken = {}   -- by code: granted in this call
local grants = {}
local dry = {}

-- Keys.bucket in Java is the same function.
local function bucket_of(code)
  return tonumber(string.sub(redis.sha1hex(code), 1, 8), 16) % buckets
end

local function filter_of(type_id, discount, after)
  local live = P .. 'live:' .. type_id .. (discount == '' and '' or ':' .. discount)
  local name = live .. '>' .. after
  if not filters[name] then
    filters[name] = { live = live, after = after, offset = 0, lots = {}, at = 1 }
  end
  return filters[name]
end

-- The soonest lot of a filter that still has codes for this call; nil when there is none.
local function lot_for(filter)
  while true do
    if filter.at > #filter.lots then
      filter.lots = call('ZRANGEBYSCORE', filter.live, '(' .. filter.after, '+inf', 'LIMIT', filter.offset, 16)
      filter.offset, filter.at = filter.offset + #filter.lots, 1
      if #filter.lots == 0 then
        return nil
      end
    end
    local lot = lot_of(string.format('%d', filter.lots[filter.at]))
    if lot.unspent > 0 and not lot.dry then
      return lot
    end
    if budget <= 0 then
      error(OUT_OF_BUDGET)
    end
    budget = budget - 1
    filter.at = filter.at + 1
  end
end

-- The next unspent code of a lot; nil when its list has no more. Hints whose code has gone elsewhere are passed over.
-- lot.read counts the hints that are to come off the list.
local function next_code(lot)
  while true do
    local at = lot.read - (lot.window_start or 0) + 1
    if not lot.window or at > #lot.window then
      lot.window_start = lot.read
      lot.window = call('LRANGE', lot.list, lot.read, lot.read + (lot.read == 0 and asked or 128) - 1)
      if #lot.window == 0 then
        return nil
      end
      at = 1
    end
    if budget <= 0 then
      error(OUT_OF_BUDGET)
    end
    budget = budget - 1
    local code = lot.window[at]
    local bucket = bucket_of(code)
    local entry = redis.pcall('HGET', P .. 'codes:' .. bucket, code)
    local recorded = redis.pcall('HEXISTS', P .. 'claimed:' .. bucket, code)
    lot.read = lot.read + 1
    for _, reply in ipairs({ entry, recorded }) do
      if type(reply) == 'table' and reply.err then
        -- The hint goes to the end of the list, so that the codes behind it are not held up by a broken bucket.
        lot.hints[#lot.hints + 1] = code
        error(reply)
      end
    end
    if entry == lot.id and recorded == 0 and not taken[code] then
      return code, bucket
    end
  end
end

-- The record that a claim key has, as a grant; nil when it has none.
local function record_of(key, bucket)
  local code = call('HGET', P .. 'claims:' .. bucket, key)
  if not code then
    return nil
  end
  local code_bucket = bucket_of(code)
  local entry = call('HGET', P .. 'codes:' .. code_bucket, code)
  local record = call('HGET', P .. 'claimed:' .. code_bucket, code)
  return { code = code, lot = lot_of(string.match(entry, '^%d+')), at = string.match(record, '^%d+') }
end

local function reply(status, grant)
  local lot = grant.lot
  return { status, grant.code, lot.type.name, lot.discount, lot.expiration, grant.at }
end

local function serve(key, key_bucket, type_name, discount, days)
  local known = granted[key] or record_of(key, key_bucket)
  if known then
    local same = known.lot.type.name == type_name and (discount == '' or discount == known.lot.discount)
    return reply(same and 'replayed' or 'reused', known)
  end
  if type_ids[type_name] == nil then
    type_ids[type_name] = call('HGET', P .. 'types', type_name)
  end
  if not type_ids[type_name] then
    return { 'unknown-type' }
  end
  local filter = filter_of(type_ids[type_name], discount, now + days * 86400)
  while true do
    local lot = lot_for(filter)
    if not lot then
      return { 'exhausted' }
    end
    -- Also when the search fails: the stale hints it passed are to come off the list.
    lot.touched = true
    local code, bucket = next_code(lot)
    if code then
      local grant = { key = key, key_bucket = key_bucket, code = code, bucket = bucket, lot = lot, at = ARGV[1] }
      taken[code], granted[key] = true, grant
      grants[#grants + 1] = grant
      add_unspent(lot, -1)
      lot.claimed, lot.type.claimed = lot.claimed + 1, lot.type.claimed + 1
      return reply('claimed', grant)
    end
    lot.dry = true
    dry[#dry + 1] = lot.id
  end
end

local results = {}
for first = FIRST, #ARGV, FIELDS do
  local done, result = pcall(serve, unpack(ARGV, first, first + FIELDS - 1))
  if not done then
    result = result == OUT_OF_BUDGET and { 'more' } or { 'fault', message_of(result) }
  end
  results[#results + 1] = result
end

for _, lot in pairs(lots) do
  post_hints(lot)
end
for _, grant in ipairs(grants) do
  call('HSET', P .. 'codes:' .. grant.bucket, grant.code, grant.lot.id .. 'c')
  call('HSET', P .. 'claimed:' .. grant.bucket, grant.code, grant.at .. ',' .. grant.key)
  call('HSET', P .. 'claims:' .. grant.key_bucket, grant.key, grant.code)
end
post_counters()
return { results, dry }
