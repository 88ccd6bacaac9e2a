#!lua
-- Puts right what a recount found wrong with the counters of a type: by what they were off, since other scripts go on
-- changing them.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), type id; then counters, each with what to add to it
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
