#!lua
-- Records how the delivery of an alert went.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), id of the alert, names of the receivers that it has reached (with
--          spaces between them), when it is due again (epoch ms, '' = never)
-- Returns  { 1 }, or { 0 } if the alert no longer exists, because too many were fired after it
-- Errors   those of refusal
-- Cost     O(1)

-- include head

local refused = refusal()
if refused then
  return refused
end

local id, due = ARGV[6], P .. 'alerts-due'
if not call('ZSCORE', due, id) then
  return counted({ 0 })
end
call('HSET', P .. 'alert:' .. id, 'delivered', ARGV[7])
if ARGV[8] == '' then
  call('ZREM', due, id)
else
  call('ZADD', due, ARGV[8], id)
end
return counted({ 1 })
