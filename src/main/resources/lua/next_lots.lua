#!lua flags=no-writes
-- Returns the lots that claims take codes from first, for several types: lots with unspent codes, the soonest to expire
-- first, then lots that never expire.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), how many lots of each type at most; then types
-- Returns  for each type { discount, expiration, codes, … } of its lots, or nothing ({}) if the type is unknown
-- Cost     O(lots returned), about 1 µs each

local now, limit = ARGV[1], ARGV[2]
local lots_of_types = {}
for i = 3, #ARGV do
  local lots = {}
  local id = call('HGET', P .. 'types', ARGV[i])
  if id then
    for _, member in ipairs(call('ZRANGEBYSCORE', P .. 'live:' .. id, '(' .. now, '+inf', 'LIMIT', 0, limit)) do
      local v = call('HMGET', P .. 'lot:' .. string.format('%d', member), 'discount', 'expiration', 'unspent')
      lots[#lots + 1], lots[#lots + 2], lots[#lots + 3] = v[1], v[2], v[3]
    end
  end
  lots_of_types[#lots_of_types + 1] = lots
end
return lots_of_types
