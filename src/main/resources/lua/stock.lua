#!lua flags=no-writes
-- Tells what people look at, for several types: counts, the next lot to expire, levels of alerts.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s); then types
-- Returns  for each type { available, added, claimed, retired, unspent, expiration and codes of the next lot to expire
--          ('' = none does), alert }, or nothing ({}) where the type is unknown
-- Cost     O(lots on the side of now where there are fewer of them): about 1 µs each

local now = ARGV[1]
local stocks = {}
for i = 2, #ARGV do
  local id = call('HGET', P .. 'types', ARGV[i])
  if not id then
    stocks[#stocks + 1] = {}
  else
    local live = P .. 'live:' .. id
    local v = call('HMGET', P .. 'type:' .. id, 'added', 'claimed', 'retired', 'unspent', 'live', 'alert')
    local next_lot = call('ZRANGEBYSCORE', live, '(' .. now, '(+inf', 'WITHSCORES', 'LIMIT', 0, 1)
    stocks[#stocks + 1] = {
      available(live, tonumber(v[5] or 0), now),
      tonumber(v[1] or 0), tonumber(v[2] or 0), tonumber(v[3] or 0), tonumber(v[4] or 0),
      next_lot[2] or '', next_lot[1] and unspent_in({ next_lot[1] }) or 0, v[6] or ''
    }
  end
end
return stocks
