#!lua
-- Frees the lists of lots that expired long ago. Their codes stay in the index, as expired codes. How long ago is
-- judged by the latest time that the pool has seen.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), type id, how long ago a lot must have expired (s), how many lots at most
-- Returns  { number of lots swept }. If it is less than the maximum, no more lots need a sweep
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(lots); the lists are freed in the background

-- include head
-- include ledger

local refused = refusal()
if refused then
  return refused
end

local swept, expired = {}, P .. 'expired:' .. ARGV[6]
local judged, raised = pcall(function()
  local latest = tonumber(call('HGET', KEYS[1], 'latest') or '0')
  local members = call('ZRANGEBYSCORE', P .. 'live:' .. ARGV[6], '-inf', latest - ARGV[7], 'LIMIT', 0, ARGV[8])
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
  call('UNLINK', lot.list, lot.stale_hints)
end
post_counters()
return counted({ #swept })
