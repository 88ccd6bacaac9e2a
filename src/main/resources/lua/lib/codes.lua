-- The codes of a script that uploads or retires: what the index says of them, as the ledger has changed it so far.
-- LuaScript puts this behind the ledger.

local entries = {} -- by code: what this script makes of its index entry
local changed = {} -- the codes that have such an entry
local homes = {}   -- beside each of them, the key of its bucket
local retired_hints = {} -- by lot id: code → whether it belongs in the lot's set of retired hints

-- A false value for an unknown code.
local function entry_of(code, home)
  return entries[code] or call('HGET', home, code)
end

-- The lot of an entry, its mark ('' | 'c' | 'r') and what is behind the mark; nil where there is no entry.
local function parse(entry)
  if not entry then
    return nil
  end
  local id, mark, rest = string.match(entry, '^(%d+)(%a?)(.*)$')
  return lot_of(id), mark, rest
end

-- Reads what a change of this lot's codes will write beyond the lot's own record.
local function prepare(lot)
  if not lot.prepared then
    call('LLEN', lot.list)
    call('SCARD', lot.retired_hints)
    lot.prepared = true
  end
end

local function set_entry(code, home, entry)
  if not entries[code] then
    local n = #changed + 1
    changed[n], homes[n] = code, home
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

local function set_retired(lot, code, is_retired, keeps_hint)
  local n = is_retired and 1 or -1
  retired_hints[lot.id] = retired_hints[lot.id] or {}
  retired_hints[lot.id][code] = is_retired and keeps_hint
  lot.retired, lot.type.retired = lot.retired + n, lot.type.retired + n
  lot.touched, lot.type.touched = true, true
end

-- A code becomes unspent in a lot. In one that was swept it is expired and needs no hint.
local function enter(lot, code, home, keeps_hint)
  prepare(lot)
  add_unspent(lot, 1)
  set_entry(code, home, lot.id)
  if not keeps_hint and not lot.swept then
    lot.hints[#lot.hints + 1] = code
  end
end

-- An unspent code is so no more. Its hint stays and leads nowhere, unless it is the next to be taken: then it goes with
-- its code, so that a file that withdraws or moves the codes of a lot in their order leaves none behind. Tells whether
-- the hint stayed.
local function leave(lot, code)
  prepare(lot)
  add_unspent(lot, -1)
  if call('LINDEX', lot.list, lot.read) == code then
    lot.read = lot.read + 1
    return false
  end
  return not lot.swept
end

local function retire(lot, code, home)
  local keeps_hint = leave(lot, code)
  set_retired(lot, code, true, keeps_hint)
  set_entry(code, home, lot.id .. 'r')
end

-- A retired code becomes unspent again, in its own lot or in another.
local function reactivate(lot, target, code, home)
  prepare(lot)
  local keeps_hint = has_hint(lot, code)
  set_retired(lot, code, false)
  enter(target, code, home, target == lot and keeps_hint)
end

local function post_codes()
  for _, lot in pairs(lots) do
    post_hints(lot)
  end
  for n, code in ipairs(changed) do
    call('HSET', homes[n], code, entries[code])
  end
  for id, codes in pairs(retired_hints) do
    for code, keeps_hint in pairs(codes) do
      call(keeps_hint and 'SADD' or 'SREM', lots[id].retired_hints, code)
    end
  end
  post_counters()
end
