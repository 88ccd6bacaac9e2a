#!lua
-- Records which receivers an alert has reached, and ends its delivery or makes it due again.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), id, names of the receivers that it has reached, separated by spaces;
--          when it is due again (epoch ms), '' = never
-- Returns  { 1 }, or { 0 } if the alert has been dropped because too many newer alerts followed
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
