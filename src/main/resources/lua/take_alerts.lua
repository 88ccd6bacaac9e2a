#!lua
-- Takes alerts that are due for delivery. Until their lease ends, no other call takes them. An alert that was not
-- settled by then (settle_alert) is due again.
--
-- KEYS[1]  meta
-- ARGV     deadline (epoch ms of Redis's clock), now (epoch ms), end of the lease (epoch ms), how many alerts at most
-- Returns  for each alert { id, field, value, field, value, … }
-- Errors   FORBIDDEN, LATE
-- Cost     O(alerts taken)

local refused = refusal(ARGV[1])
if refused then
  return refused
end

local taken = {}
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'alerts-due', '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])) do
  call('ZADD', P .. 'alerts-due', ARGV[3], id)
  call('HINCRBY', P .. 'alert:' .. id, 'attempts', 1)
  taken[#taken + 1] = { id, unpack(call('HGETALL', P .. 'alert:' .. id)) }
end
return taken
