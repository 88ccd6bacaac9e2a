#!lua
-- Loads rows of an upload, in order: a row sees what the rows before it did. Where the rows are of many lots it takes
-- the first of them only, as a lot costs much more than a row.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), deadline (Redis's epoch ms), dry run (0 | 1), reactivate (0 | 1), number of wishes;
--          for each wish: type, discount, expiration (epoch s | 'inf'), in use (0 | 1); '' = the row leaves it out;
--          for each row: code, the code's bucket; and before the first row and wherever it changes: '', number of what
--          the rows that follow wish for their codes, from 1
-- Returns  a letter for each row that was taken, in one string: A added, U updated, R retired, B put back, S as it was;
--          and where it is rejected n: it needs a type, t: its code has another type, p: the date is past,
--          r: is retired, c: is claimed. Then for each t the type that its code has
-- Errors   FORBIDDEN, LATE, UNTOUCHED
-- Cost     O(rows + lots): about 4 µs for each new code and 60 µs for each lot

local now, dry_run, may_reactivate = tonumber(ARGV[1]), ARGV[3] == '1', ARGV[4] == '1'

local refused = refusal(ARGV[2])
if refused then
  return refused
end

-- A call takes no more rows when it has touched so many lots.
local MAX_LOTS = 64

local other_types = {} -- one for each row that is rejected for its type
local new_types, new_lots, type_ids, lot_ids = {}, {}, {}, {}
local next_type, next_lot

local function next_ids()
  if not next_type then
    local v = call('HMGET', KEYS[1], 'nextType', 'nextLot')
    next_type, next_lot = tonumber(v[1] or 1), tonumber(v[2] or 1)
  end
end

local function type_named(name, discount)
  local id = type_ids[name] or call('HGET', P .. 'types', name)
  if not id then
    next_ids()
    id, next_type = string.format('%d', next_type), next_type + 1
    new_types[#new_types + 1] = type_of(id, name, discount)
  end
  type_ids[name] = id
  return type_of(id, name, discount)
end

local function lot_at(t, discount, expiration)
  local field = t.id .. ':' .. discount .. ':' .. expiration
  local id = lot_ids[field] or call('HGET', P .. 'lot-ids', field)
  if id then
    lot_ids[field] = id
    return lot_of(id)
  end
  next_ids()
  id, next_lot = string.format('%d', next_lot), next_lot + 1
  lot_ids[field] = id
  call('ZCARD', P .. 'lots:' .. t.id)
  if call('HLEN', P .. 'lot:' .. id) > 0 then
    error('lot ' .. id .. ' is there already, but meta says that it is the next')
  end
  local lot = enlist({ id = id, type = type_of(t.id, t.name, discount), discount = discount, expiration = expiration,
                       field = field, unspent = 0, claimed = '0', retired = '0', swept = false,
                       touched = true })
  new_lots[#new_lots + 1] = lot
  return lot
end

local function is_past(expiration)
  return expiration ~= 'inf' and tonumber(expiration) <= now
end

-- The lot of a new code. Rows with the same wish share it.
local function new_lot_of(wish)
  local discount = wish.discount == '' and '0' or wish.discount
  local expiration = wish.expiration == '' and 'inf' or wish.expiration
  if is_past(expiration) and wish.in_use ~= '1' then
    return nil -- before a type or a lot is made for a row that is rejected
  end
  wish.lot = lot_at(type_named(wish.type, discount), discount, expiration)
  return wish.lot
end

local function add(code, home, wish)
  if wish.type == '' then
    return 'n'
  end
  local lot = wish.lot or new_lot_of(wish)
  if not lot then
    return 'p'
  end
  lot.type.added = lot.type.added + 1
  if wish.in_use == '1' then
    prepare(lot)
    set_retired(lot, code, true, false)
    set_entry(code, home, lot.id .. 'r')
  else
    enter(lot, code, home)
    -- From now on this wish is served by add_another. In a dry run each row finds its lot anew.
    wish.is_open = not lot.swept and not dry_run
  end
  return 'A'
end

-- Adds one more new code to the lot to which another was added for the same wish: what add does, in few steps, as in
-- most uploads that is all there is to do. The counters are seen to by settle.
local function add_another(code, home, wish)
  local n, hints = #changed + 1, wish.lot.hints
  entries[code], changed[n], homes[n] = wish.lot.id, code, home
  hints[#hints + 1] = code
  wish.uncounted = wish.uncounted + 1
end

local function judge(code, home, entry, wish)
  local lot, mark = parse(entry)
  if not lot then
    return add(code, home, wish)
  end
  if wish.type ~= '' and wish.type ~= lot.type.name then
    other_types[#other_types + 1] = lot.type.name
    return 't'
  end
  if wish.in_use == '1' or (wish.in_use == '' and mark ~= '') then
    if mark ~= '' then
      return 'S'
    end
    retire(lot, code, home)
    return 'R'
  end
  if mark == 'c' then
    return 'c'
  end
  if mark == 'r' and not may_reactivate then
    return 'r'
  end
  local discount = wish.discount == '' and lot.discount or wish.discount
  local expiration = wish.expiration == '' and lot.expiration or wish.expiration
  local moves = discount ~= lot.discount or expiration ~= lot.expiration
  if is_past(expiration) then
    local stays = mark == '' and (not moves or is_past(lot.expiration))
    return stays and 'S' or 'p'
  end
  local target = moves and lot_at(lot.type, discount, expiration) or lot
  if mark == 'r' then
    reactivate(lot, target, code, home)
    return 'B'
  end
  if not moves then
    return 'S'
  end
  leave(lot, code)
  enter(target, code, home)
  return 'U'
end

local function post_new()
  for _, t in ipairs(new_types) do
    call('HSET', P .. 'types', t.name, t.id)
  end
  for _, lot in ipairs(new_lots) do
    call('HSET', lot.key, 'type', lot.type.name, 'typeId', lot.type.id, 'discount', lot.discount,
         'expiration', lot.expiration, 'unspent', 0, 'claimed', 0, 'retired', 0)
    call('HSET', P .. 'lot-ids', lot.field, lot.id)
    call('ZADD', P .. 'lots:' .. lot.type.id, lot.expiration, member_of(lot.id))
  end
  if #new_lots > 0 then
    call('HSET', KEYS[1], 'nextType', next_type, 'nextLot', next_lot)
  end
end

local wishes = {}

local function read_wishes()
  for n = 1, tonumber(ARGV[5]) do
    local at = 2 + 4 * n
    wishes[tostring(n)] = { type = ARGV[at], discount = ARGV[at + 1], expiration = ARGV[at + 2], in_use = ARGV[at + 3],
                            uncounted = 0 }
  end
end

-- Counts what add_another left uncounted.
local function settle()
  for _, wish in pairs(wishes) do
    if wish.uncounted > 0 then
      wish.lot.type.added = wish.lot.type.added + wish.uncounted
      add_unspent(wish.lot, wish.uncounted)
    end
  end
end

local function forget()
  types, lots, entries, changed, homes, retired_hints = {}, {}, {}, {}, {}, {}
  new_types, new_lots, type_ids, lot_ids, next_type = {}, {}, {}, {}, nil
  read_wishes()
end

local outcomes = {}
local judged, raised = pcall(function()
  local CODES, rows, wish_number = P .. 'codes:', 0, nil
  read_wishes()
  for at = 6 + 4 * ARGV[5], #ARGV, 2 do
    local code = ARGV[at]
    if code == '' then
      wish_number = ARGV[at + 1]
    else
      local home, wish = CODES .. ARGV[at + 1], wishes[wish_number]
      local entry = entry_of(code, home)
      rows = rows + 1
      if wish.is_open and not entry then
        add_another(code, home, wish)
        outcomes[rows] = 'A'
      else
        outcomes[rows] = judge(code, home, entry, wish)
        if dry_run then
          forget()
        end
        if lot_count >= MAX_LOTS then
          break
        end
      end
    end
  end
  settle()
end)
if not judged then
  return untouched(raised)
end
post_new()
post_codes()
alert_each(arm, now)
return { table.concat(outcomes), unpack(other_types) }
