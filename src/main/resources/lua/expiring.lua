#!lua
-- Fires an alert for each lot of a type that expires soon and still has many unspent codes; once for each lot.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), up to which date a lot expires soon (epoch s), how many
--          codes are many, type id, type, how many lots to read at most
-- Returns  { number of alerts fired }
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(lots that expire soon)

-- include head
-- include ledger
-- include alerts

local now, many, name = ARGV[6], tonumber(ARGV[8]), ARGV[10]

local refused = refusal(now)
if refused then
  return refused
end

local soon = {}
local judged, raised = pcall(function()
  local members = call('ZRANGEBYSCORE', P .. 'live:' .. ARGV[9], '(' .. now, ARGV[7], 'LIMIT', 0, ARGV[11])
  for _, member in ipairs(members) do
    local key = P .. 'lot:' .. string.format('%d', member)
    local v = call('HMGET', key, 'discount', 'expiration', 'unspent', 'alerted')
    if not v[4] and tonumber(v[3]) >= many then
      soon[#soon + 1] = { key = key, discount = v[1], expiration = v[2], unspent = v[3] }
    end
  end
end)
if not judged then
  return untouched(raised)
end
for _, lot in ipairs(soon) do
  call('HSET', lot.key, 'alerted', now)
  fire('expiring', { name = name }, lot.discount, now, many, lot.unspent, lot.expiration)
end
return counted({ #soon })
