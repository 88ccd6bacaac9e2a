#!lua
-- Frees the lists of lots that expired long ago. Their codes stay in the index, as expired codes.
--
-- KEYS[1]  meta
-- ARGV     deadline (epoch ms of Redis's clock), type id, expiration date up to which lots are swept (epoch s), how
--          many lots at most
-- Returns  { number of lots swept }. If it is less than the maximum, no more lots need a sweep
-- Errors   FORBIDDEN, LATE, UNTOUCHED
-- Cost     O(lots); the lists are freed in the background

local refused = refusal(ARGV[1])
if refused then
  return refused
end

local swept, expired = {}, P .. 'expired:' .. ARGV[2]
local judged, raised = pcall(function()
  local members = call('ZRANGEBYSCORE', P .. 'live:' .. ARGV[2], '-inf', ARGV[3], 'LIMIT', 0, ARGV[4])
  for _, member in ipairs(members) do
    swept[#swept + 1] = lot_of(string.format('%d', member), true)
    probe_live(swept[#swept])
    call('LLEN', swept[#swept].list)
  end
  call('SCARD', expired)
end)
if not judged then
  return untouched(raised)
end

for _, lot in ipairs(swept) do
  local t = lot.type
  t.live, t.live_of[lot.discount] = t.live - lot.unspent, t.live_of[lot.discount] - lot.unspent
  t.touched = true
  call('SADD', expired, member_of(lot.id))
  call('ZREM', lot.live, member_of(lot.id))
  call('ZREM', lot.live_of, member_of(lot.id))
  call('UNLINK', lot.list, lot.retired_hints)
end
post_counters()
return { #swept }
