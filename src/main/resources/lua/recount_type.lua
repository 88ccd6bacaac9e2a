#!lua
-- Corrects what a recount found wrong with the counters of a type. They are corrected by their difference, because
-- other scripts change them meanwhile.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), type id; for each counter: its name, what to add to it
-- Returns  {}
-- Errors   those of refusal
-- Cost     O(counters)

-- include head

local refused = refusal()
if refused then
  return refused
end

for at = 7, #ARGV, 2 do
  call('HINCRBY', P .. 'type:' .. ARGV[6], ARGV[at], ARGV[at + 1])
end
return counted({})
