#!lua flags=no-writes
-- Tells from which lots claims are served first, for several types: those with unspent codes that expire soonest, then
-- those that never do.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), how many lots of each type; then types
-- Returns  for each type { discount, expiration, codes, … } of its lots; nothing ({}) where the type is unknown
-- Cost     O(lots told), about 1 µs each

local now, limit = ARGV[1], ARGV[2]
local told = {}
for i = 3, #ARGV do
  local lots = {}
  local id = call('HGET', P .. 'types', ARGV[i])
  if id then
    for _, member in ipairs(call('ZRANGEBYSCORE', P .. 'live:' .. id, '(' .. now, '+inf', 'LIMIT', 0, limit)) do
      local v = call('HMGET', P .. 'lot:' .. string.format('%d', member), 'discount', 'expiration', 'unspent')
      lots[#lots + 1], lots[#lots + 2], lots[#lots + 3] = v[1], v[2], v[3]
    end
  end
  told[#told + 1] = lots
end
return told
