#!lua
-- Records how many codes of each type had been claimed at the end of a minute: an entry for the minute, and an entry
-- for its quarter of an hour. Each entry replaces one that is too old to be read.
--
-- KEYS[1]  meta
-- ARGV     deadline (Redis's epoch ms), minute (epoch minutes), how many entries for minutes, how many for quarters;
--          for each type: type, total
-- Returns  { how many of the types are known }
-- Errors   FORBIDDEN, LATE
-- Cost     O(types): two commands each

local minute, known = tonumber(ARGV[2]), 0

local refused = refusal(ARGV[1])
if refused then
  return refused
end

local of_minute = 'm' .. minute % tonumber(ARGV[3])
local of_quarter = 'q' .. math.floor(minute / 15) % tonumber(ARGV[4])
for at = 5, #ARGV, 2 do
  local id = call('HGET', P .. 'types', ARGV[at])
  if id then
    local sample = ARGV[2] .. ',' .. ARGV[at + 1]
    call('HSET', P .. 'history:' .. id, of_minute, sample, of_quarter, sample)
    known = known + 1
  end
end
return { known }
