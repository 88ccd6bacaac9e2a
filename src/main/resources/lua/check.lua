#!lua
-- Only counts a call. Sent when a read has shown fewer calls of this service than were confirmed, so that the same
-- check as that of every other call decides.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua)
-- Returns  {}
-- Errors   those of refusal
-- Cost     O(1)

-- include head

local refused = refusal()
if refused then
  return refused
end
return counted({})
