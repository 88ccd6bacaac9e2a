#!lua
-- Sets the layout of the pool at its first start, and tells it at each.
--
-- KEYS[1]  meta
-- ARGV     name, value, name, value, …
-- Returns  the values that hold, in the order of the names
-- Cost     O(1)

local names = {}
for i = 1, #ARGV, 2 do
  redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1])
  names[#names + 1] = ARGV[i]
end
return redis.call('HMGET', KEYS[1], unpack(names))
