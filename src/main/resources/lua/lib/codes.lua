-- Index entries of codes, as the script has changed them so far. For scripts that upload or retire codes. Needs the
-- ledger.

local entries = {} -- by code: its new index entry
local changed = {} -- the codes in entries, in the order of their first change
local bucket_keys = {} -- for each code in changed, the key of its bucket
local stale_hints = {} -- by lot id: hint → whether it belongs in the lot's set of stale hints

local CODES = P .. 'codes:'

-- A hint: the bucket of a code, then the code, so that a claim needs no SHA-1.
local function hint_of(code, bucket_key)
  return string.sub(bucket_key, #CODES + 1) .. code
end

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
    call('SCARD', lot.stale_hints)
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

-- Whether the hint of a code that is not unspent in a lot is known to be in the lot's list.
local function is_known_stale(lot, hint)
  local known = stale_hints[lot.id] and stale_hints[lot.id][hint]
  if known == nil then
    return call('SISMEMBER', lot.stale_hints, hint) == 1
  end
  return known
end

local function set_stale(lot, hint, is_stale)
  stale_hints[lot.id] = stale_hints[lot.id] or {}
  stale_hints[lot.id][hint] = is_stale
end

local function add_retired(lot, n)
  lot.retired, lot.type.retired = lot.retired + n, lot.type.retired + n
  lot.touched, lot.type.touched = true, true
end

-- Whether an unspent code of a lot needs a hint. In a swept lot the code is expired, and needs none, unless the lot is
-- being rebuilt and the code's bucket was read already.
local function needs_hint(lot, bucket_key)
  return not lot.swept or lot.rebuilt_to > 0 and tonumber(string.match(bucket_key, '%x+$'), 16) < lot.rebuilt_to
end

-- Makes a code unspent in a lot. If its hint is still there, it is used again, so that a code that moves to and fro
-- leaves one hint only. A new code has none.
local function enter_lot(lot, code, bucket_key, is_new)
  probe_hints(lot)
  add_unspent(lot, 1)
  set_entry(code, bucket_key, lot.id)
  if not needs_hint(lot, bucket_key) then
    return
  end
  local hint = hint_of(code, bucket_key)
  if not is_new and is_known_stale(lot, hint) then
    set_stale(lot, hint, false)
  else
    lot.hints[#lot.hints + 1] = hint
  end
end

-- Ends the unspent state of a code in its lot. Its hint stays as a stale hint, unless it is the first of the list: then
-- it is removed. So an upload that retires or moves the codes of a lot in their order leaves no stale hints.
local function leave_lot(lot, code, bucket_key)
  local hint = hint_of(code, bucket_key)
  probe_hints(lot)
  add_unspent(lot, -1)
  if call('LINDEX', lot.list, int(lot.read)) == hint then
    lot.read = lot.read + 1
  elseif not lot.swept then
    set_stale(lot, hint, true)
  end
end

local function retire(lot, code, bucket_key)
  leave_lot(lot, code, bucket_key)
  add_retired(lot, 1)
  set_entry(code, bucket_key, lot.id .. 'r')
end

-- Makes a retired code unspent again, in its own lot or in another.
local function reactivate(lot, target, code, bucket_key)
  probe_hints(lot)
  add_retired(lot, -1)
  enter_lot(target, code, bucket_key)
end

local function post_stale_hints(is_stale)
  for id, hints in pairs(stale_hints) do
    for hint, stale in pairs(hints) do
      if stale == is_stale then
        call(stale and 'SADD' or 'SREM', lots[id].stale_hints, hint)
      end
    end
  end
end

-- Posts hints first, then the index, then the counters. A hint is called stale only while its code is not unspent: a
-- claim skips a stale hint without a look at the index.
local function post_codes()
  for _, lot in pairs(lots) do
    post_hints(lot)
  end
  post_stale_hints(false)
  for n, code in ipairs(changed) do
    call('HSET', bucket_keys[n], code, entries[code])
  end
  post_stale_hints(true)
  post_counters()
end
