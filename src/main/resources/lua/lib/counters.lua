-- Counts codes by reading counters, never codes.

local P = string.sub(KEYS[1], 1, -5)
local call = redis.call

local function unspent_in(members)
  local sum = 0
  for _, member in ipairs(members) do
    sum = sum + call('HGET', P .. 'lot:' .. string.format('%d', member), 'unspent')
  end
  return sum
end

-- Up to this many expired lots are added up without counting the lots on both sides first.
local FEW = 3

-- How many of the `total` unspent codes of a live set expire after a date. Reads only the lots that expire up to the
-- date or those that expire after it, whichever are fewer.
local function available(live, total, after)
  local past = call('ZRANGEBYSCORE', live, '-inf', after, 'LIMIT', 0, FEW + 1)
  if #past > FEW then
    if call('ZCOUNT', live, '-inf', after) * 2 > call('ZCARD', live) then
      return unspent_in(call('ZRANGEBYSCORE', live, '(' .. after, '+inf'))
    end
    past = call('ZRANGEBYSCORE', live, '-inf', after)
  end
  return total - unspent_in(past)
end
