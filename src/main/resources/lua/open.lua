#!lua
-- Stores the settings that a pool is created with, at its first start, and returns the stored ones at every start.
--
-- KEYS[1]  meta
-- ARGV     name, value, name, value, …
-- Returns  the stored values, in the order of the names
-- Errors   FORBIDDEN, so that a Redis user who lacks a right is found at the start
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
