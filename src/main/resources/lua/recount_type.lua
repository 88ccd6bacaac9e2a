#!lua
-- Corrects what a recount found wrong with the counters of a type. They are corrected by their difference, because
-- other scripts change them meanwhile.
--
-- KEYS[1]  meta
-- ARGV     deadline (epoch ms of Redis's clock), type id; for each counter: its name, what to add to it
-- Returns  {}
-- Errors   FORBIDDEN, LATE
-- Cost     O(counters)

local refused = refusal(ARGV[1])
if refused then
  return refused
end

for at = 3, #ARGV, 2 do
  call('HINCRBY', P .. 'type:' .. ARGV[2], ARGV[at], ARGV[at + 1])
end
return {}
