#!lua
-- Takes alerts that are due for delivery. Until their lease ends, no other call takes them. An alert that was not
-- settled by then (settle_alert) is due again.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch ms), end of the lease (epoch ms), how many alerts at most
-- Returns  for each alert { id, field, value, field, value, … }
-- Errors   those of refusal
-- Cost     O(alerts taken)

-- include head

local refused = refusal()
if refused then
  return refused
end

local taken = {}
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'alerts-due', '-inf', ARGV[6], 'LIMIT', 0, ARGV[8])) do
  call('ZADD', P .. 'alerts-due', ARGV[7], id)
  call('HINCRBY', P .. 'alert:' .. id, 'attempts', 1)
  taken[#taken + 1] = { id, unpack(call('HGETALL', P .. 'alert:' .. id)) }
end
return counted(taken)
