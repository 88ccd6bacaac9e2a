#!lua
-- Ends the count of a service's calls, when the service stops. No call of the service may come after it.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua)
-- Returns  { 1 }, or { 0 } if no call was counted
-- Errors   those of refusal
-- Cost     O(1)

-- include head

local refused = refusal()
if refused then
  return refused
end
return { call('HDEL', KEYS[1], ARGV[3]) }
