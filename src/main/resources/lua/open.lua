#!lua
-- Opens the pool at a start of the service, and creates it if it may and nothing of a pool is there.
--
-- KEYS[1]  meta
-- ARGV     create (0 | 1); for each field of meta: field, the value that it gets if the pool is created
-- Returns  { state, values… }. state: 'created', 'there', 'none' (Redis holds nothing of a pool) or 'lost' (other
--          keys of a pool exist, and meta does not). Then, if there is a pool, the stored values in the order of the
--          fields
-- Errors   FORBIDDEN, so that a Redis user who lacks a right is found at the start; UNTOUCHED
-- Cost     O(1)

-- include head
-- include ledger

local refused = missing_right(WRITES)
if refused then
  return refused
end

-- Also true of a key of another type, which makes HLEN fail. The user of the service has no right to EXISTS.
local function exists(key)
  local size = redis.pcall('HLEN', key)
  if type(size) == 'table' and not string.find(size.err, 'WRONGTYPE', 1, true) then
    error(size)
  end
  return size ~= 0
end

local fields, stored, is_there, is_lost = {}, nil, nil, false
for at = 2, #ARGV, 2 do
  fields[#fields + 1] = ARGV[at]
end
local judged, raised = pcall(function()
  is_there = exists(KEYS[1])
  stored = call('HMGET', KEYS[1], unpack(fields))
  for _, name in ipairs({ 'types', 'lots', 'lot-ids', 'uploads' }) do
    is_lost = is_lost or not is_there and exists(P .. name)
  end
end)
if not judged then
  return untouched(raised)
end
if is_lost then
  return { 'lost' }
end
if is_there then
  return { 'there', unpack(stored) }
end
if ARGV[1] == '0' then
  return { 'none' }
end
call('HSET', KEYS[1], unpack(ARGV, 2))
return { 'created', unpack(call('HMGET', KEYS[1], unpack(fields))) }
