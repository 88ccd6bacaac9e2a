#!lua
-- Loads rows of an upload, in order: a row sees what the rows before it did.
--
-- KEYS[1]  meta
-- ARGV     now (epoch s), deadline (Redis's epoch ms), dry run (0 | 1), reactivate (0 | 1); then for each row: code,
--          the code's bucket, type, discount, expiration (epoch s | 'inf'), in use (0 | 1); '' = the row leaves it out
-- Returns  for each row 'added' | 'updated' | 'retired' | 'reactivated' | 'unchanged' or, for one that is rejected,
--          { 'no-type' | 'other-type' | 'past-date' | 'is-retired' | 'is-claimed', the type that the code has }
-- Errors   LATE, UNTOUCHED
-- Cost     O(rows): 500 rows take Redis about 2 ms

local now, dry_run, may_reactivate = tonumber(ARGV[1]), ARGV[3] == '1', ARGV[4] == '1'
local FIRST, FIELDS = 5, 6

if is_late(ARGV[2]) then
  return late()
end

local new_types, new_lots, type_ids, lot_ids = {}, {}, {}, {}
local next_type, next_lot

local function next_ids()
  if not next_type then
    local v = call('HMGET', KEYS[1], 'nextType', 'nextLot')
    next_type, next_lot = tonumber(v[1] or 1), tonumber(v[2] or 1)
  end
end

local function type_named(name)
  local id = type_ids[name] or call('HGET', P .. 'types', name)
  if not id then
    next_ids()
    id, next_type = string.format('%d', next_type), next_type + 1
    new_types[#new_types + 1] = type_of(id, name)
  end
  type_ids[name] = id
  return type_of(id, name)
end

local function lot_for(t, discount, expiration)
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
  call('ZCARD', P .. 'live:' .. t.id)
  call('ZCARD', P .. 'live:' .. t.id .. ':' .. discount)
  local lot = enlist({ id = id, type = t, discount = discount, expiration = expiration, field = field,
                       unspent = 0, claimed = 0, retired = 0, popped = 0, swept = false, touched = true })
  new_lots[#new_lots + 1] = lot
  return lot
end

local function is_past(expiration)
  return expiration ~= 'inf' and tonumber(expiration) <= now
end

local function add(code, bucket, type_name, discount, expiration, in_use)
  if type_name == '' then
    return { 'no-type' }
  end
  discount = discount == '' and '0' or discount
  expiration = expiration == '' and 'inf' or expiration
  if in_use ~= '1' and is_past(expiration) then
    return { 'past-date' }
  end
  local lot = lot_for(type_named(type_name), discount, expiration)
  lot.type.added = lot.type.added + 1
  if in_use == '1' then
    open(lot)
    set_retired(lot, code, true)
    set_entry(code, bucket, lot.id .. 'r') -- no number: it has no hint that could stand
  else
    enter(lot, code, bucket)
  end
  return 'added'
end

local function judge(code, bucket, type_name, discount, expiration, in_use)
  local lot, mark, popped = look_up(code, bucket)
  if not lot then
    return add(code, bucket, type_name, discount, expiration, in_use)
  end
  if type_name ~= '' and type_name ~= lot.type.name then
    return { 'other-type', lot.type.name }
  end
  if in_use == '1' or (in_use == '' and mark ~= '') then
    if mark ~= '' then
      return 'unchanged'
    end
    retire(lot, code, bucket)
    return 'retired'
  end
  if mark == 'c' then
    return { 'is-claimed' }
  end
  if mark == 'r' and not may_reactivate then
    return { 'is-retired' }
  end
  discount = discount == '' and lot.discount or discount
  expiration = expiration == '' and lot.expiration or expiration
  local moves = discount ~= lot.discount or expiration ~= lot.expiration
  if is_past(expiration) then
    local stays = mark == '' and (not moves or is_past(lot.expiration))
    return stays and 'unchanged' or { 'past-date' }
  end
  local target = moves and lot_for(lot.type, discount, expiration) or lot
  if mark == 'r' then
    reactivate(lot, popped, target, code, bucket)
    return 'reactivated'
  end
  if not moves then
    return 'unchanged'
  end
  leave(lot)
  enter(target, code, bucket)
  return 'updated'
end

local function post_new()
  for _, t in ipairs(new_types) do
    call('HSET', P .. 'types', t.name, t.id)
  end
  for _, lot in ipairs(new_lots) do
    call('HSET', lot.key, 'type', lot.type.name, 'typeId', lot.type.id, 'discount', lot.discount,
         'expiration', lot.expiration, 'unspent', 0, 'claimed', 0, 'retired', 0, 'popped', 0)
    call('HSET', P .. 'lot-ids', lot.field, lot.id)
    call('ZADD', P .. 'lots:' .. lot.type.id, lot.expiration, lot.member)
  end
  if #new_lots > 0 then
    call('HSET', KEYS[1], 'nextType', next_type, 'nextLot', next_lot)
  end
end

local outcomes = {}
local judged, raised = pcall(function()
  for first = FIRST, #ARGV, FIELDS do
    outcomes[#outcomes + 1] = judge(unpack(ARGV, first, first + FIELDS - 1))
    if dry_run then
      types, lots, entries, retired = {}, {}, {}, {}
      new_types, new_lots, type_ids, lot_ids, next_type = {}, {}, {}, {}, nil
    end
  end
end)
if not judged then
  return untouched(raised)
end
post_new()
post_codes()
return outcomes
