#!lua
-- Takes alerts that are due to be delivered. No other call takes them until the lease ends. An alert that settle_alert
-- has not settled by then is due again.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), now (epoch ms), end of the lease (epoch ms), how many alerts at most
-- Returns  for each alert { id, name, value, name, value, … }
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
