#!lua
-- Moves the latest time that the pool has seen, `latest` in meta, forward to now. Scripts refuse callers whose now is
-- more than a minute behind it, and the sweep goes by it.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), how far it may move (s)
-- Returns  { the latest time after this call }
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(1)

-- include head
-- include ledger

local now, max_move = tonumber(ARGV[6]), tonumber(ARGV[7])

local refused = refusal(now)
if refused then
  return refused
end

local judged, stored = pcall(call, 'HGET', KEYS[1], 'latest')
if not judged then
  return untouched(stored)
end
local latest = tonumber(stored or '')
if not latest or now > latest and now - latest <= max_move then
  call('HSET', KEYS[1], 'latest', ARGV[6])
  latest = now
end
return counted({ latest })
