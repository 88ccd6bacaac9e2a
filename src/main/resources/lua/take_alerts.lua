#!lua
-- Takes alerts that are due to be delivered. Who takes one has it alone for a while; when that has passed without
-- settle_alert it is due again.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), now (epoch ms), until when they are taken (epoch ms), most alerts
-- Returns  for each { id, name, value, name, value, … }
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
