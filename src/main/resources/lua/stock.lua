#!lua flags=no-writes
-- Reads the stock of several types from their counters: how many codes are in each state, the next lot to expire, and
-- the levels at which the type alerts.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s); then types
-- Returns  for each type { available, claimed, retired, unspent, expiration and codes of the next lot to expire
--          ('' and 0 = no lot expires), field `alert` (see alerts.lua) }, or nothing ({}) if the type is unknown
-- Cost     O(lots on the side of now that has fewer of them): about 1 µs each

local now = ARGV[1]
local after_now = '(' .. now

-- How many unspent codes of a live set, which has `total` of them, are not past their date; then the date of the next
-- lot to expire, and its unspent codes.
local function available_and_next(live, total)
  local first = call('ZRANGE', live, 0, 0, 'WITHSCORES')
  if not first[1] or first[2] == 'inf' then
    return total, '', 0
  end
  -- The sweep takes a lot out of the set a day after its date. So the first lot is mostly one that has not expired, and
  -- is the next one.
  if tonumber(first[2]) <= tonumber(now) then
    total = available(live, total, now)
    first = call('ZRANGEBYSCORE', live, after_now, '(+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    if not first[1] then
      return total, '', 0
    end
  end
  return total, first[2], unspent_in({ first[1] })
end

local stocks = {}
for i = 2, #ARGV do
  local id = call('HGET', P .. 'types', ARGV[i])
  if not id then
    stocks[#stocks + 1] = {}
  else
    local v = call('HMGET', P .. 'type:' .. id, 'claimed', 'retired', 'unspent', 'live', 'alert')
    local codes, date, codes_of_next = available_and_next(P .. 'live:' .. id, tonumber(v[4] or 0))
    stocks[#stocks + 1] = {
      codes, tonumber(v[1] or 0), tonumber(v[2] or 0), tonumber(v[3] or 0), date, codes_of_next, v[5] or ''
    }
  end
end
return stocks
