#!lua
-- Fires an alert for a type that is forecast to run out soon. It fires once, until a call says that the type no longer
-- runs out soon.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), type, available codes, when the type runs out (epoch s,
--          '' = not soon), what counts as soon (hours)
-- Returns  { 1 } if an alert was fired, else { 0 }
-- Errors   those of refusal
-- Cost     O(1)

-- include head
-- include ledger
-- include alerts

local now, name, by = ARGV[6], ARGV[7], ARGV[9]

local refused = refusal(now)
if refused then
  return refused
end

local id = call('HGET', P .. 'types', name)
if not id then
  return counted({ 0 })
end
local key = P .. 'type:' .. id
if by == '' then
  call('HDEL', key, 'running-out')
  return counted({ 0 })
end
if call('HSETNX', key, 'running-out', now) == 0 then
  return counted({ 0 })
end
fire('running-out', { name = name }, nil, now, ARGV[10], ARGV[8], by)
return counted({ 1 })
