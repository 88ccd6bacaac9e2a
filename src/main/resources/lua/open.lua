#!lua
-- Opens the pool at a start of the service, and creates it if it may and nothing of a pool is there.
--
-- KEYS[1]  meta
-- ARGV     create (0 | 1); for each field of meta: field, the value that it gets if the pool is created
-- Returns  { state, values… }. state: 'created', 'there', 'none' (Redis holds nothing of a pool) or 'lost' (other keys
--          of a pool exist, and meta does not). Then, if there is a pool, the stored values in the order of the fields
-- Errors   FORBIDDEN, so that a Redis user who lacks a right is found at the start
-- Cost     O(1)

local refused = check_rights()
if refused then
  return refused
end

-- Also if the key has another type, which makes HLEN fail. The user of the service has no right to EXISTS.
local function exists(key)
  return redis.pcall('HLEN', key) ~= 0
end

local state = 'there'
if not exists(KEYS[1]) then
  for _, name in ipairs({ 'types', 'lots', 'lot-ids', 'uploads' }) do
    if exists(P .. name) then
      return { 'lost' }
    end
  end
  if ARGV[1] == '0' then
    return { 'none' }
  end
  call('HSET', KEYS[1], unpack(ARGV, 2))
  state = 'created'
end
local fields = {}
for at = 2, #ARGV, 2 do
  fields[#fields + 1] = ARGV[at]
end
return { state, unpack(call('HMGET', KEYS[1], unpack(fields))) }
