-- Index entries of codes, as the script has changed them so far. For scripts that upload or retire codes. LuaScript
-- inserts this file behind the ledger.

local entries = {} -- by code: its new index entry
local changed = {} -- the codes in entries, in the order of their first change
local bucket_keys = {} -- for each code in changed, the key of its bucket
local retired_hints = {} -- by lot id: code → whether it belongs in the lot's set of retired hints

-- The entry of a code; false if the code is unknown.
local function entry_of(code, bucket_key)
  return entries[code] or call('HGET', bucket_key, code)
end

-- The lot of an entry, its mark ('' | 'c' | 'r'), and the text behind the mark; nil if there is no entry.
local function parse(entry)
  if not entry then
    return nil
  end
  local id, mark, rest = string.match(entry, '^(%d+)(%a?)(.*)$')
  return lot_of(id), mark, rest
end

-- Reads the keys of a lot's hints, only so that a key of the wrong type raises WRONGTYPE before the first write.
local function probe_hints(lot)
  if not lot.hints_probed then
    call('LLEN', lot.list)
    call('SCARD', lot.retired_hints)
    lot.hints_probed = true
  end
end

local function set_entry(code, bucket_key, entry)
  if not entries[code] then
    local n = #changed + 1
    changed[n], bucket_keys[n] = code, bucket_key
  end
  entries[code] = entry
end

-- Whether the hint of a retired code is still in its lot's list.
local function has_hint(lot, code)
  local known = retired_hints[lot.id] and retired_hints[lot.id][code]
  if known == nil then
    return call('SISMEMBER', lot.retired_hints, code) == 1
  end
  return known
end

-- Counts a code of a lot as retired, or as retired no longer.
local function set_retired(lot, code, is_retired, keeps_hint)
  local n = is_retired and 1 or -1
  retired_hints[lot.id] = retired_hints[lot.id] or {}
  retired_hints[lot.id][code] = is_retired and keeps_hint
  lot.retired, lot.type.retired = lot.retired + n, lot.type.retired + n
  lot.touched, lot.type.touched = true, true
end

-- Whether an unspent code of a lot needs a hint. In a swept lot the code is expired, and needs none, unless the lot is
-- being rebuilt and the code's bucket was read already.
local function needs_hint(lot, bucket_key)
  return not lot.swept or lot.rebuilt_to > 0 and tonumber(string.match(bucket_key, '%x+$'), 16) < lot.rebuilt_to
end

-- Makes a code unspent in a lot.
local function enter_lot(lot, code, bucket_key, keeps_hint)
  probe_hints(lot)
  add_unspent(lot, 1)
  set_entry(code, bucket_key, lot.id)
  if not keeps_hint and needs_hint(lot, bucket_key) then
    lot.hints[#lot.hints + 1] = code
  end
end

-- Ends the unspent state of a code in its lot. Its hint stays as a stale hint, unless it is the first of the list: then
-- it is removed. So an upload that retires or moves the codes of a lot in their order leaves no stale hints. Returns
-- whether the hint stays.
local function leave_lot(lot, code)
  probe_hints(lot)
  add_unspent(lot, -1)
  if call('LINDEX', lot.list, lot.read) == code then
    lot.read = lot.read + 1
    return false
  end
  return not lot.swept
end

local function retire(lot, code, bucket_key)
  local keeps_hint = leave_lot(lot, code)
  set_retired(lot, code, true, keeps_hint)
  set_entry(code, bucket_key, lot.id .. 'r')
end

-- Makes a retired code unspent again, in its own lot or in another.
local function reactivate(lot, target, code, bucket_key)
  probe_hints(lot)
  local keeps_hint = has_hint(lot, code)
  set_retired(lot, code, false)
  enter_lot(target, code, bucket_key, target == lot and keeps_hint)
end

-- Posts hints first, then the index, then the counters.
local function post_codes()
  for _, lot in pairs(lots) do
    post_hints(lot)
  end
  for n, code in ipairs(changed) do
    call('HSET', bucket_keys[n], code, entries[code])
  end
  for id, codes in pairs(retired_hints) do
    for code, keeps_hint in pairs(codes) do
      call(keeps_hint and 'SADD' or 'SREM', lots[id].retired_hints, code)
    end
  end
  post_counters()
end
