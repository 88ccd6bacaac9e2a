#!lua
-- Corrects what a recount found wrong with a lot: hints, counters, its membership in the live sets. Counters are
-- corrected by their difference, because other scripts change them meanwhile.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), lot id, what to add to unspent, to claimed, to retired,
--          number of hints; hints to append to the list; then codes to remove from the set of stale hints
-- Returns  { unspent }
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(hints)

-- include head
-- include ledger

local refused = refusal()
if refused then
  return refused
end

local lot, hints
local judged, raised = pcall(function()
  lot = lot_of(ARGV[6])
  hints = tonumber(ARGV[10])
  call('LLEN', lot.list)
  call('SCARD', lot.stale_hints)
  probe_live(lot)
end)
if not judged then
  return untouched(raised)
end

for at = 11, 10 + hints do
  lot.hints[#lot.hints + 1] = ARGV[at]
end
post_hints(lot)
for at = 11 + hints, #ARGV do
  call('SREM', lot.stale_hints, ARGV[at])
end
lot.unspent, lot.claimed, lot.retired = lot.unspent + ARGV[7], lot.claimed + ARGV[8], lot.retired + ARGV[9]
-- As if the lot had been in no live set, or in both. So post_lots writes its membership again, whatever it was.
lot.was_unspent = lot.unspent > 0 and 0 or 1
post_lots({ lot })
return counted({ lot.unspent })
