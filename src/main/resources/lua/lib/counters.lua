-- How many codes there are, from counters alone. LuaScript puts this in front of the scripts that count.

local P = string.sub(KEYS[1], 1, -5)
local call = redis.call

local function unspent_in(members)
  local sum = 0
  for _, member in ipairs(members) do
    sum = sum + call('HGET', P .. 'lot:' .. string.format('%d', member), 'unspent')
  end
  return sum
end

-- The unspent codes of the lots in a live set are `total`; those of the lots past the date are the rest.
local function available(live, total, after)
  local past = call('ZCOUNT', live, '-inf', after)
  if past * 2 <= call('ZCARD', live) then
    return total - unspent_in(call('ZRANGEBYSCORE', live, '-inf', after))
  end
  return unspent_in(call('ZRANGEBYSCORE', live, '(' .. after, '+inf'))
end
