#!lua flags=no-writes
-- Reads the stock of several types from their counters: how many codes are in each state, the lot that expires next,
-- and the levels at which the type fires an alert.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s); then types
-- Returns  for each type { available, claimed, retired, unspent, expiration of the lot that expires next ('' = no lot
--          expires), its available codes, field `alert` (see alerts.lua) }, or {} if the type is unknown
-- Cost     O(expired or unexpired lots, whichever are fewer): about 1 µs each

-- include counters

local now = ARGV[1]
local after_now = '(' .. now

-- How many of the `total` unspent codes of a live set are available; then the expiration date of the lot that expires
-- next, and its number of unspent codes.
local function available_and_next(live, total)
  local first = call('ZRANGE', live, 0, 0, 'WITHSCORES')
  if not first[1] or first[2] == 'inf' then
    return total, '', 0
  end
  -- The sweep removes a lot from the set a day after its date. So the first lot has usually not expired, and is the one
  -- that expires next.
  if tonumber(first[2]) <= tonumber(now) then
    total = available(live, total, now)
    first = call('ZRANGEBYSCORE', live, after_now, '(+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    if not first[1] then
      return total, '', 0
    end
  end
  -- A record that is missing is a fault for a recount to find. It must not hide the counts of all other types.
  return total, first[2], tonumber(call('HGET', P .. 'lot:' .. string.format('%d', first[1]), 'unspent') or 0)
end

local stocks = {}
for i = 2, #ARGV do
  local id = call('HGET', P .. 'types', ARGV[i])
  if not id then
    stocks[#stocks + 1] = {}
  else
    local v = call('HMGET', P .. 'type:' .. id, 'claimed', 'retired', 'unspent', 'live', 'alert')
    local codes, date, codes_in_next = available_and_next(P .. 'live:' .. id, tonumber(v[4] or 0))
    stocks[#stocks + 1] = {
      codes, tonumber(v[1] or 0), tonumber(v[2] or 0), tonumber(v[3] or 0), date, codes_in_next, v[5] or ''
    }
  end
end
return stocks
