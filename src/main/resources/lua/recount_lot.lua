#!lua
-- Corrects what a recount found wrong with a lot: hints, counters, its places in the live sets. Counters are changed by
-- what they were off, since other scripts go on changing them.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), lot id, what to add to unspent, claimed, retired; number of hints; hints that
--          are to be at the end of the list; then codes that do not belong in the set of retired hints
-- Returns  { unspent }
-- Errors   FORBIDDEN, LATE, UNTOUCHED
-- Cost     O(hints)

local refused = refusal(ARGV[1])
if refused then
  return refused
end

local lot, hints
local judged, raised = pcall(function()
  lot = lot_of(ARGV[2])
  hints = tonumber(ARGV[6])
  call('LLEN', lot.list)
  call('SCARD', lot.retired_hints)
  see_live(lot)
end)
if not judged then
  return untouched(raised)
end

for at = 7, 6 + hints do
  lot.hints[#lot.hints + 1] = ARGV[at]
end
post_hints(lot)
for at = 7 + hints, #ARGV do
  call('SREM', lot.retired_hints, ARGV[at])
end
lot.unspent, lot.claimed, lot.retired = lot.unspent + ARGV[3], lot.claimed + ARGV[4], lot.retired + ARGV[5]
-- As if it had been in no live set, or in both: whatever is so, it is right afterwards.
lot.was_unspent = lot.unspent > 0 and 0 or 1
post_lot(lot)
return { lot.unspent }
