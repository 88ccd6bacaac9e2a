#!lua
-- Sets the layout of the pool at its first start, and tells it at each.
--
-- KEYS[1]  meta
-- ARGV     name, value, name, value, …
-- Returns  the values that hold, in the order of the names
-- Errors   FORBIDDEN: a user who lacks a right is told at the start
-- Cost     O(1)

local refused = check_rights()
if refused then
  return refused
end
local names = {}
for i = 1, #ARGV, 2 do
  call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
  names[#names + 1] = ARGV[i]
end
return call('HMGET', KEYS[1], unpack(names))
