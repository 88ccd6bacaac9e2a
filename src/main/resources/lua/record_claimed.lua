#!lua
-- Records how many codes of each type had been claimed by the end of a minute. Each type has one field for each of the
-- last minutes and one for each of the last quarters of an hour. A new sample overwrites a field whose sample is too
-- old for any reader.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), minute (epoch minutes), number of fields for minutes, number of fields
--          for quarters of an hour; for each type: type, codes claimed since the type exists
-- Returns  { number of these types that are known }
-- Errors   those of refusal
-- Cost     O(types): two commands each

-- include head
-- include ledger

local minute, known = tonumber(ARGV[6]), 0

local refused = refusal()
if refused then
  return refused
end

local of_minute = 'm' .. minute % tonumber(ARGV[7])
local of_quarter = 'q' .. math.floor(minute / 15) % tonumber(ARGV[8])
for at = 9, #ARGV, 2 do
  local id = call('HGET', P .. 'types', ARGV[at])
  if id then
    local sample = ARGV[6] .. ',' .. ARGV[at + 1]
    call('HSET', P .. 'history:' .. id, of_minute, sample, of_quarter, sample)
    known = known + 1
  end
end
return counted({ known })
