#!lua
-- Hands out codes to claim keys: a batch of claims, in order, each with the result that it would get alone.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), number of digits in the name of a bucket, budget (how many stale hints
--          may be skipped), number of filters;
--          for each filter: type, the type's id ('' = not known), discount ('' = any), expires after (epoch s), how
--          many claims have it;
--          for each claim: key, the key's bucket. Before each claim with another filter than the one before (at first:
--          filter 1): '', number of the filter
-- Returns  { results, filter_lots, lots, dry }. results has one result for each claim:
--          the code (claimed now, of the filter's lot), { 'claimed', lot id, code } (of another lot),
--          { 'replayed' | 'reused', code, type, discount, expiration, claimed at },
--          { 'unknown-type' }, { 'exhausted' }, { 'more' } (this call has searched enough; send the claim again),
--          { 'fault', message }, { 'refused', message } (nothing was done for this claim).
--          filter_lots has the id of each filter's lot ('' = none). lots has id, type, type id, discount and
--          expiration of each lot with a code that was claimed now. dry has the ids of live lots that have no hints
-- Errors   those of refusal
-- Cost     O(claims + stale hints skipped); the budget limits the latter. Three commands for each claim, and nine for
--          each call with ordinary claims of one lot

-- include head
-- include careful

-- A claim is ordinary if its key is new and not long, and the next hint of its filter's lot names an unspent code. A
-- lot is ordinary if this call can neither use it up nor bring its type down to an alert level. Ordinary claims are
-- served here, in one loop without functions and tables of its own. All others are served by careful.lua, which would
-- give the same results to all, in half as much time again.

local now, digits, budget, filter_count = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

local refused = refusal(now, { 'HSET', 'HSETNX', 'LPOP' })
if refused then
  return refused
end

-- The parts of a lot: the fields of its record, then what this call adds. Redis's reply becomes the lot, because a
-- table with named fields would cost as much as a command.
local TYPE, TYPE_ID, DISCOUNT, EXPIRATION, UNSPENT, CLAIMED, HINTS, READ, ENTRY, ID = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

-- The parts of a type. LIVE_OF has the counters of single discounts.
local T_CLAIMED, T_UNSPENT, T_LIVE, LIVE_OF, ALERT, TAKEN = 1, 2, 3, 4, 5, 6

local MAX_LOTS, MAX_PAST_LOTS, MAX_ENTRY_BYTES = 64, '100', 64

-- No functions here: each would cost as much as a command, because Redis makes it anew at each call, with a cell for
-- each variable that it uses.
local ask, format, match, sub, tonumber = redis.pcall, string.format, string.match, string.sub, tonumber
local lots, types, lot_count = {}, {}, 0 -- the ordinary ones, by id
local filters, filter_lots, needs_care = {}, {}, false -- by number: its lot, if that is ordinary; the lot's id
local first_claim = 10 + 5 * filter_count
local most_claims = (#ARGV + 1 - first_claim) / 2

for n = 1, filter_count do
  local at = 5 + 5 * n
  local type_id, discount = ARGV[at + 1], ARGV[at + 2]
  local found = type_id == '' and ask('HGET', P .. 'types', ARGV[at])
  type_id = type(found) == 'string' and found or type_id
  local live = P .. 'live:' .. type_id .. (discount == '' and '' or ':' .. discount)
  local member = ask('ZRANGEBYSCORE', live, '(' .. ARGV[at + 3], '+inf', 'LIMIT', '0', '1')[1]
  local id = member and format('%d', member) or ''
  local lot = lots[id]
  if member and not lot and lot_count < MAX_LOTS then
    local v = ask('HMGET', P .. 'lot:' .. id, 'type', 'typeId', 'discount', 'expiration', 'unspent', 'claimed')
    local unspent, claimed = tonumber(v[UNSPENT]), tonumber(v[CLAIMED])
    discount = v[DISCOUNT]
    if v[TYPE] == ARGV[at] and v[TYPE_ID] == type_id and discount and v[EXPIRATION] and claimed
      and unspent and unspent > most_claims then
      local t, alert_of = types[type_id], nil
      if not t then
        t = ask('HMGET', P .. 'type:' .. type_id, 'claimed', 'unspent', 'live', 'live:' .. discount, 'alert',
                'alert:' .. discount)
        alert_of = t[6]
        t[T_CLAIMED], t[T_UNSPENT], t[T_LIVE] = tonumber(t[T_CLAIMED]), tonumber(t[T_UNSPENT]), tonumber(t[T_LIVE])
        t[LIVE_OF], t[TAKEN] = { [discount] = tonumber(t[LIVE_OF]) }, 0
      elseif not t[LIVE_OF][discount] then
        local of = ask('HMGET', P .. 'type:' .. type_id, 'live:' .. discount, 'alert:' .. discount)
        t[LIVE_OF][discount], alert_of = tonumber(of[1]), of[2]
      end
      -- How many codes this call leaves at least. Those of this lot are mostly enough to stay above the armed levels.
      -- If not, the other lots count too, except those that have expired.
      local armed = tonumber(match(t[ALERT] or '', '^%d+')) or -1
      local armed_of = alert_of and tonumber(match(alert_of, '^%d+')) or -1
      local left, live_of = unspent - most_claims, t[LIVE_OF][discount]
      if left <= armed or left <= armed_of then
        left = math.min(t[T_LIVE] or 0, live_of or 0) - most_claims
        local past = ask('ZRANGEBYSCORE', P .. 'live:' .. type_id, '-inf', now, 'LIMIT', '0', MAX_PAST_LOTS)
        for _, expired in ipairs(past) do
          left = left - (tonumber(ask('HGET', P .. 'lot:' .. format('%d', expired), 'unspent')) or left)
        end
      end
      if t[T_CLAIMED] and t[T_UNSPENT] and t[T_LIVE] and live_of and left > armed and left > armed_of then
        lot, types[type_id], lot_count = v, t, lot_count + 1
        lot[UNSPENT], lot[CLAIMED], lot[HINTS], lot[READ] = unspent, claimed, {}, 0
        lot[ENTRY], lot[ID], lots[id] = id .. 'c' .. now .. ',', id, lot
      end
    end
  end
  if lot then
    -- A lot that is the lot of several filters has hints for all of them.
    lot[HINTS] = ask('LRANGE', P .. 'list:' .. id, '0', format('%d', #lot[HINTS] + ARGV[at + 4] - 1))
  else
    needs_care = true
  end
  filters[n], filter_lots[n] = lot, lot and id or ''
end
refused = needs_care and missing_right(WRITES)
if refused then
  return refused
end

local CODES, CLAIMS = P .. 'codes:', P .. 'claims:'
local results, count, known = {}, 0, nil
local number, lot, rest = 1, filters[1], #ARGV + 1
for at = first_claim, #ARGV, 2 do
  local key, bucket = ARGV[at], ARGV[at + 1]
  if key == '' then
    number = tonumber(bucket)
    lot = filters[number]
  else
    local hint = lot and lot[HINTS][lot[READ] + 1]
    if not hint or #key + #lot[ENTRY] > MAX_ENTRY_BYTES then
      rest = at
      break
    end
    local code_bucket, code = CODES .. sub(hint, 1, digits), sub(hint, digits + 1)
    if ask('HGET', code_bucket, code) ~= lot[ID] then
      rest = at
      break
    end
    -- One command looks up the key and records it: a key that has a code keeps it.
    local is_new = ask('HSETNX', CLAIMS .. bucket, key, code)
    if is_new == 1 and ask('HSET', code_bucket, code, lot[ENTRY] .. key) ~= 0 then
      -- Denied. The key must not keep a code that it did not claim.
      ask('HDEL', CLAIMS .. bucket, key)
      is_new = nil
    end
    count = count + 1
    if is_new == 1 then
      results[count] = code
      lot[READ] = lot[READ] + 1
    elseif is_new == 0 then
      results[count] = false
      known = known or {}
      known[#known + 1] = { at = at, number = number, result = count }
    else
      rest = at
      break
    end
  end
end

if rest <= #ARGV or known then
  local taken, has_written = {}, false
  for id, ordinary in pairs(lots) do
    taken[id], has_written = ordinary[READ], has_written or ordinary[READ] > 0
  end
  refused = not has_written and missing_right(WRITES)
  if refused then
    return refused
  end
  return counted({ results, filter_lots, serve_carefully(rest, number, budget, known or {}, results, taken) })
end

local claimed_lots = {}
for id, lot in pairs(lots) do
  local codes, t, n = lot[READ], types[lot[TYPE_ID]], #claimed_lots
  if codes > 0 then
    t[TAKEN], t[LIVE_OF][lot[DISCOUNT]] = t[TAKEN] + codes, t[LIVE_OF][lot[DISCOUNT]] - codes
    call('HSET', P .. 'lot:' .. id, 'unspent', format('%d', lot[UNSPENT] - codes),
         'claimed', format('%d', lot[CLAIMED] + codes))
    claimed_lots[n + 1], claimed_lots[n + 2], claimed_lots[n + 3] = id, lot[TYPE], lot[TYPE_ID]
    claimed_lots[n + 4], claimed_lots[n + 5] = lot[DISCOUNT], lot[EXPIRATION]
  end
end
for id, t in pairs(types) do
  if t[TAKEN] > 0 then
    local fields = { 'claimed', format('%d', t[T_CLAIMED] + t[TAKEN]), 'unspent', format('%d', t[T_UNSPENT] - t[TAKEN]),
                     'live', format('%d', t[T_LIVE] - t[TAKEN]) }
    for discount, live in pairs(t[LIVE_OF]) do
      fields[#fields + 1] = 'live:' .. discount
      fields[#fields + 1] = format('%d', live)
    end
    call('HSET', P .. 'type:' .. id, unpack(fields))
  end
end
for id, lot in pairs(lots) do
  if lot[READ] > 0 then
    call('LPOP', P .. 'list:' .. id, format('%d', lot[READ]))
  end
end
return counted({ results, filter_lots, claimed_lots, {} })
