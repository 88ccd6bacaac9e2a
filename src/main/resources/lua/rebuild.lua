#!lua
-- Gives the lists of swept lots back whose dates lie ahead: they were swept by a wrong clock. One walk over the index
-- finds the codes of all lots in the set `rebuilding`. Its cursor is in meta (`rebuild`: the next bucket, or 'end' if
-- all were read). A step does nothing if the cursor is another than the caller expects, so several services may walk.
-- Meanwhile the lots stay swept, and a code that becomes unspent in a bucket before the cursor gets its hint at once
-- (codes.lua).
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), expected cursor ('begin' = begin a walk, if there is none), number of
--          digits in the name of a bucket, how many buckets at most, after how many codes to stop (at the end of
--          the bucket in which they are reached); then the lots of a new walk (members of sorted sets)
-- Returns  { the cursor after this step ('' = the walk has ended, or there is none) }
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(buckets + codes + lots); an ended walk puts at most 100 lots back in a call

-- include head
-- include ledger

local now, expected, digits, max_buckets, max_codes = ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])

local refused = refusal(now)
if refused then
  return refused
end

local MAX_LOTS = 100
local rebuilding = P .. 'rebuilding'
local read, cursor = pcall(call, 'HGET', KEYS[1], 'rebuild')
if not read then
  return untouched(cursor)
end
cursor = cursor or ''

local function begin()
  call('SCARD', rebuilding)
  local found = {}
  for at = 11, #ARGV do
    found[#found + 1] = lot_of(string.format('%d', ARGV[at]))
    call('LLEN', found[#found].list)
  end
  return found
end

-- The hints of the codes in the next buckets, by lot; then the number of the bucket behind them.
local function read_buckets()
  local name, number, codes = '%0' .. digits .. 'x', tonumber(cursor), 0
  local last = math.min(number + max_buckets, 16 ^ digits) - 1
  local is_rebuilt = {}
  for _, member in ipairs(call('SMEMBERS', rebuilding)) do
    is_rebuilt[string.format('%d', member)] = true
  end
  while number <= last and codes < max_codes do
    local bucket = string.format(name, number)
    local entries = call('HGETALL', P .. 'codes:' .. bucket)
    for at = 1, #entries, 2 do
      local id = entries[at + 1]
      if is_rebuilt[id] then
        local lot = lot_of(id)
        lot.hints[#lot.hints + 1] = bucket .. entries[at]
      end
    end
    number, codes = number + 1, codes + #entries / 2
  end
  for _, lot in pairs(lots) do
    call('LLEN', lot.list)
  end
  return number > 16 ^ digits - 1 and 'end' or string.format('%d', number)
end

local function read_lots()
  local found = {}
  for _, member in ipairs(call('SMEMBERS', rebuilding)) do
    if #found < MAX_LOTS then
      local lot = lot_of(string.format('%d', member))
      found[#found + 1] = lot
      probe_live(lot)
      call('SCARD', P .. 'expired:' .. lot.type.id)
    end
  end
  return found
end

-- Puts a lot back into the live sets, if it has unspent codes.
local function put_back(lot)
  local member = member_of(lot.id)
  if lot.swept and lot.unspent > 0 then
    local t = lot.type
    t.live, t.live_of[lot.discount] = t.live + lot.unspent, t.live_of[lot.discount] + lot.unspent
    t.touched = true
    call('ZADD', lot.live, lot.expiration, member)
    call('ZADD', lot.live_of, lot.expiration, member)
  end
  call('SREM', P .. 'expired:' .. lot.type.id, member)
  call('SREM', rebuilding, member)
end

if expected == 'begin' then
  if cursor ~= '' then
    return counted({ cursor })
  end
  local judged, found = pcall(begin)
  if not judged then
    return untouched(found)
  end
  call('UNLINK', rebuilding)
  for _, lot in ipairs(found) do
    if lot.swept then
      -- Whatever is left of the list is not known to be complete.
      call('UNLINK', lot.list, lot.stale_hints)
      call('SADD', rebuilding, member_of(lot.id))
    end
  end
  call('HSET', KEYS[1], 'rebuild', '0')
  return counted({ '0' })
end
if cursor ~= expected then
  return counted({ cursor })
end
local judged, found = pcall(cursor == 'end' and read_lots or read_buckets)
if not judged then
  return untouched(found)
end
if cursor ~= 'end' then
  for _, lot in pairs(lots) do
    post_hints(lot)
  end
  call('HSET', KEYS[1], 'rebuild', found)
  return counted({ found })
end
for _, lot in ipairs(found) do
  put_back(lot)
end
post_counters()
if #found < MAX_LOTS then
  call('HDEL', KEYS[1], 'rebuild')
  call('UNLINK', rebuilding)
  return counted({ '' })
end
return counted({ cursor })
