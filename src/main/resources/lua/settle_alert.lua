#!lua
-- Records how the delivery of an alert went.
--
-- KEYS[1]  meta
-- ARGV     deadline (epoch ms of Redis's clock), id of the alert, names of the receivers that it has reached (with
--          spaces between them), when it is due again (epoch ms, '' = never)
-- Returns  { 1 }, or { 0 } if the alert no longer exists, because too many were fired after it
-- Errors   FORBIDDEN, LATE
-- Cost     O(1)

local refused = refusal(ARGV[1])
if refused then
  return refused
end

local id, due = ARGV[2], P .. 'alerts-due'
if not call('ZSCORE', due, id) then
  return { 0 }
end
call('HSET', P .. 'alert:' .. id, 'delivered', ARGV[3])
if ARGV[4] == '' then
  call('ZREM', due, id)
else
  call('ZADD', due, ARGV[4], id)
end
return { 1 }
