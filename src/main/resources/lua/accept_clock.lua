#!lua
-- Sets the latest time that the pool has seen, because a person has decided that it was wrong.
--
-- KEYS[1]  meta
-- ARGV     pool (its id), latest (as the person has read it), now (epoch s)
-- Returns  { 1 }, or { 0 } if the pool or the latest time is another by now
-- Errors   FORBIDDEN
-- Cost     O(1)

-- include head

local pool, latest, now = ARGV[1], ARGV[2], ARGV[3]

local refused = missing_right(WRITES)
if refused then
  return refused
end
local stored = call('HMGET', KEYS[1], 'pool', 'latest')
if stored[1] ~= pool or stored[2] ~= latest then
  return { 0 }
end
call('HSET', KEYS[1], 'latest', now)
return { 1 }
