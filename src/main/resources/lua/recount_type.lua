#!lua
-- Puts right what a recount found wrong with the counters of a type: by what they were off, since other scripts go on
-- changing them.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), type id; then counters, each with what to add to it
-- Returns  {}
-- Errors   LATE
-- Cost     O(counters)

if is_late(ARGV[1]) then
  return late()
end

for at = 3, #ARGV, 2 do
  call('HINCRBY', P .. 'type:' .. ARGV[2], ARGV[at], ARGV[at + 1])
end
return {}
