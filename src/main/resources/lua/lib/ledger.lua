-- The ledger: types and lots as a script has read them and will write them.
--
-- A script works in two steps. First it judges: it reads everything that it will write, so that a key of the wrong type
-- raises an error before the first write, and changes only the tables below. Then it posts: it writes what the tables
-- say. Redis does not roll back a script that fails, so nothing that can fail by our own fault comes after the first
-- write.
--
-- A counter stays the string that Redis returned until it is changed, because turning a number into text is slow.

-- The text of an error. redis.call raises a table, Lua raises a string.
local function message_of(raised)
  return type(raised) == 'table' and raised.err or tostring(raised)
end

-- The error reply of a script that failed while it judged.
local function untouched(raised)
  return redis.error_reply('UNTOUCHED nothing was written: ' .. message_of(raised))
end

-- An integer as text. Redis itself is slow at turning a number into text.
local function int(number)
  return string.format('%d', number)
end

local types = {} -- by type id
local lots = {}  -- by lot id

-- A type's counters, including the one of this discount. `live` counts the unspent codes of the lots in the live sets;
-- a swept lot is in none of them. alerts.lua describes `alert`.
local function type_of(id, name, discount)
  local t = types[id]
  if not t then
    local key = P .. 'type:' .. id
    local v = call('HMGET', key, 'added', 'claimed', 'retired', 'unspent', 'live', 'live:' .. discount,
                   'alert', 'alert:' .. discount)
    t = { id = id, name = name, key = key, added = v[1] or '0', claimed = v[2] or '0', retired = v[3] or '0',
          unspent = v[4] or '0', live = v[5] or '0', live_of = { [discount] = v[6] or '0' },
          alert = v[7], alert_of = { [discount] = v[8] or nil } }
    types[id] = t
  elseif not t.live_of[discount] then
    local v = call('HMGET', t.key, 'live:' .. discount, 'alert:' .. discount)
    t.live_of[discount], t.alert_of[discount] = v[1] or '0', v[2] or nil
  end
  return t
end

-- A lot id as a member of a sorted set. It is padded, so that of two lots with the same date the older comes first.
local function member_of(id)
  return string.format('%010d', id)
end

local lot_count = 0

-- Adds a lot to the ledger. The table is made with all its fields, because each growth of a table is expensive.
local function add_lot(id, t, discount, expiration, unspent, claimed, retired, swept, rebuilt_to)
  local live = P .. 'live:' .. t.id
  local lot = { id = id, type = t, discount = discount, expiration = expiration, unspent = unspent, claimed = claimed,
                retired = retired, swept = swept, rebuilt_to = rebuilt_to, was_unspent = unspent, hints = {}, read = 0,
                key = P .. 'lot:' .. id, list = P .. 'list:' .. id, stale_hints = P .. 'stale-hints:' .. id,
                live = live, live_of = live .. ':' .. discount, touched = false, claimed_now = 0 }
  lots[id], lot_count = lot, lot_count + 1
  return lot
end

-- The lot with this id, read once. A lot that was found in a live set is not swept. If a swept lot is being rebuilt,
-- its codes in the buckets before number rebuilt_to have hints (rebuild.lua).
local function lot_of(id, is_live)
  if lots[id] then
    return lots[id]
  end
  local v = call('HMGET', P .. 'lot:' .. id, 'type', 'typeId', 'discount', 'expiration',
                 'unspent', 'claimed', 'retired')
  if not (v[1] and v[2] and v[3] and v[4] and v[5] and v[6] and v[7]) then
    error('lot ' .. id .. ' has no record')
  end
  local swept = not is_live and call('SISMEMBER', P .. 'expired:' .. v[2], member_of(id)) == 1
  local is_rebuilt = swept and call('SISMEMBER', P .. 'rebuilding', member_of(id)) == 1
  local cursor = is_rebuilt and call('HGET', KEYS[1], 'rebuild')
  return add_lot(id, type_of(v[2], v[1], v[3]), v[3], v[4], tonumber(v[5]), v[6], v[7], swept,
                 cursor and (tonumber(cursor) or math.huge) or 0)
end

local probed = {} -- by key of the live set of a discount

-- Reads the live sets, only so that a key of the wrong type raises WRONGTYPE before the first write. Needed before the
-- number of a lot's unspent codes becomes 0, or more than 0, because the lot then leaves or enters the live sets.
local function probe_live(lot)
  if not probed[lot.live_of] then
    call('ZCARD', lot.live)
    call('ZCARD', lot.live_of)
    probed[lot.live_of] = true
  end
end

local function add_unspent(lot, n)
  probe_live(lot)
  local t = lot.type
  lot.unspent, t.unspent = lot.unspent + n, t.unspent + n
  if not lot.swept then
    t.live, t.live_of[lot.discount] = t.live + n, t.live_of[lot.discount] + n
  end
  lot.touched, t.touched = true, true
end

-- Writes a lot's hints. Always posted first, because a surplus hint does no harm, but a missing hint makes a code
-- unreachable.
local function post_hints(lot)
  for first = 1, #lot.hints, 1000 do
    call('RPUSH', lot.list, unpack(lot.hints, first, math.min(first + 999, #lot.hints)))
  end
end

-- Writes the counters of lots, and adds the lots to their live sets or removes them. Then removes the hints that were
-- used from their lists, or the whole list of a lot that has no unspent codes. Always posted last.
local function post_lots(posted)
  local entering, leaving, dropped = {}, {}, {} -- the first two by key of a live set
  for _, lot in pairs(posted) do
    call('HSET', lot.key, 'unspent', int(lot.unspent), 'claimed', int(lot.claimed), 'retired', int(lot.retired))
    local enters = lot.unspent > 0 and lot.was_unspent == 0
    local leaves = lot.unspent == 0 and lot.was_unspent > 0
    if (enters or leaves) and not lot.swept then
      local moving, member = enters and entering or leaving, member_of(lot.id)
      for n = 1, 2 do
        local key = n == 1 and lot.live or lot.live_of
        local members = moving[key] or {}
        moving[key] = members
        if enters then
          members[#members + 1] = lot.expiration
        end
        members[#members + 1] = member
      end
    end
    if lot.unspent == 0 and (lot.was_unspent > 0 or lot.read > 0 or #lot.hints > 0) then
      dropped[#dropped + 1] = lot.list
      dropped[#dropped + 1] = lot.stale_hints
    end
  end
  for key, members in pairs(entering) do
    call('ZADD', key, unpack(members))
  end
  for key, members in pairs(leaving) do
    call('ZREM', key, unpack(members))
  end
  for _, lot in pairs(posted) do
    if lot.unspent > 0 and lot.read > 0 then
      call('LPOP', lot.list, int(lot.read))
    end
  end
  if #dropped > 0 then
    call('UNLINK', unpack(dropped))
  end
end

local function post_type(t)
  local fields = { 'added', int(t.added), 'claimed', int(t.claimed), 'retired', int(t.retired),
                   'unspent', int(t.unspent), 'live', int(t.live) }
  for discount, n in pairs(t.live_of) do
    fields[#fields + 1] = 'live:' .. discount
    fields[#fields + 1] = int(n)
  end
  call('HSET', t.key, unpack(fields))
end

local function post_counters()
  for _, t in pairs(types) do
    if t.touched then
      post_type(t)
    end
  end
  local touched = {}
  for _, lot in pairs(lots) do
    if lot.touched then
      touched[#touched + 1] = lot
    end
  end
  post_lots(touched)
end
