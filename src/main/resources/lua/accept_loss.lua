#!lua
-- Ends the stop that lost writes have caused, because a person has accepted the loss. Makes the life of the pool higher
-- than each that a service has seen, so that all services begin to count their calls anew.
--
-- KEYS[1]  meta
-- ARGV     pool (its id), stop (as the person has read it)
-- Returns  { 1 }, or { 0 } if the pool or the stop is another by now
-- Errors   FORBIDDEN
-- Cost     O(services)

-- include head

local pool, stop = ARGV[1], ARGV[2]

local refused = missing_right(WRITES)
if refused then
  return refused
end
local stored = call('HMGET', KEYS[1], 'pool', 'stop', 'life')
if stored[1] ~= pool or stored[2] ~= stop then
  return { 0 }
end
-- An old copy has a lower life than the service has seen that noticed it.
local seen = tonumber(string.match(stop, '^%d+,[^,]*,(%d+),')) or 0
call('HSET', KEYS[1], 'life', string.format('%d', math.max(tonumber(stored[3]) or 0, seen) + 1))
for _, field in ipairs(call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 2) == 'w:' then
    call('HDEL', KEYS[1], field)
  end
end
call('HDEL', KEYS[1], 'stop', 'dropped')
return { 1 }
