#!lua
-- Ends the stop that lost writes have caused, because a person has accepted the loss. Raises the life of the pool, so
-- that all services begin to count their calls anew.
--
-- KEYS[1]  meta
-- ARGV     pool (its id), stop (as the person has read it)
-- Returns  { 1 }, or { 0 } if the pool or the stop is another by now
-- Errors   FORBIDDEN
-- Cost     O(services)

local pool, stop = ARGV[1], ARGV[2]

local refused = check_rights()
if refused then
  return refused
end
local stored = call('HMGET', KEYS[1], 'pool', 'stop')
if stored[1] ~= pool or stored[2] ~= stop then
  return { 0 }
end
call('HINCRBY', KEYS[1], 'life', 1)
for _, field in ipairs(call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 2) == 'w:' then
    call('HDEL', KEYS[1], field)
  end
end
call('HDEL', KEYS[1], 'stop', 'dropped')
return { 1 }
