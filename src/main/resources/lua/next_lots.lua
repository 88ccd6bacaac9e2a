#!lua flags=no-writes
-- Lists the lots that claims are served from first, for several types: lots with unspent codes, the soonest to expire
-- first, then lots that never expire.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), how many lots of each type at most; then types
-- Returns  for each type { discount, expiration, unspent codes, … } of its lots; {} if the type is unknown
-- Cost     O(lots returned), about 1 µs each

-- include counters

local now, limit = ARGV[1], ARGV[2]
local reply = {}
for i = 3, #ARGV do
  local lots = {}
  local id = call('HGET', P .. 'types', ARGV[i])
  if id then
    for _, member in ipairs(call('ZRANGEBYSCORE', P .. 'live:' .. id, '(' .. now, '+inf', 'LIMIT', 0, limit)) do
      local v = call('HMGET', P .. 'lot:' .. string.format('%d', member), 'discount', 'expiration', 'unspent')
      lots[#lots + 1], lots[#lots + 2], lots[#lots + 3] = v[1], v[2], v[3]
    end
  end
  reply[#reply + 1] = lots
end
return reply
