#!lua
-- Loads rows of an upload, in order, or only says what that would do. A row sees the effect of the rows before it. If
-- the rows belong to many lots, only the first rows are processed, because a lot costs much more than a row.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), dry run (0 | 1), reactivate (0 | 1), number of desired states;
--          for each desired state: type, discount, expiration (epoch s | 'inf'), in use (0 | 1); '' = the row leaves
--          it out;
--          for each row: code, the code's bucket. Before the first row, and before each row with another desired state
--          than the one before: '', number of the desired state, from 1
-- Returns  { letters, types… }. letters is a string with one letter for each row that was processed. Accepted:
--          A added, U updated, R retired, B available again, S unchanged. Rejected: n the code is new and needs a type,
--          t the code has another type, p the date is past, r the code is retired, c the code is claimed.
--          Then, for each t, the type of its code
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(rows + lots): about 4 µs for each new code and 60 µs for each lot

-- include head
-- include ledger
-- include codes
-- include alerts

local now, dry_run, may_reactivate = tonumber(ARGV[6]), ARGV[7] == '1', ARGV[8] == '1'

local refused = refusal(now)
if refused then
  return refused
end

-- A call stops before the next row when it has used this many lots.
local MAX_LOTS = 64

local other_types = {} -- the type of the code, for each row that is rejected because of its type
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
  call('ZCARD', P .. 'lots:' .. t.id) -- written later, so a key of the wrong type must raise WRONGTYPE now
  if call('HLEN', P .. 'lot:' .. id) > 0 then
    error('lot ' .. id .. ' exists already, but meta has it as the next id')
  end
  local lot = add_lot(id, type_of(t.id, t.name, discount), discount, expiration, 0, '0', '0', false, 0)
  lot.field, lot.touched = field, true
  new_lots[#new_lots + 1] = lot
  return lot
end

local function is_past(expiration)
  return expiration ~= 'inf' and tonumber(expiration) <= now
end

-- The lot of a new code. Rows with the same desired state share it.
local function new_lot_of(desired)
  local discount = desired.discount == '' and '0' or desired.discount
  local expiration = desired.expiration == '' and 'inf' or desired.expiration
  if is_past(expiration) and desired.in_use ~= '1' then
    return nil -- here, so that no type or lot is created for a row that is rejected
  end
  desired.lot = lot_at(type_named(desired.type, discount), discount, expiration)
  return desired.lot
end

local function add(code, bucket_key, desired)
  if desired.type == '' then
    return 'n'
  end
  local lot = desired.lot or new_lot_of(desired)
  if not lot then
    return 'p'
  end
  lot.type.added = lot.type.added + 1
  if desired.in_use == '1' then
    probe_hints(lot)
    add_retired(lot, 1)
    set_entry(code, bucket_key, lot.id .. 'r')
  else
    enter_lot(lot, code, bucket_key, true)
    -- add_another serves the next rows with this desired state.
    desired.is_open = not lot.swept
  end
  return 'A'
end

-- Adds a new code to a lot that got a code for the same desired state before. It does what add does, in few steps,
-- because most rows of most uploads only need this. count_added updates the counters.
local function add_another(code, bucket, bucket_key, desired)
  local n, hints = #changed + 1, desired.lot.hints
  entries[code], changed[n], bucket_keys[n] = desired.lot.id, code, bucket_key
  hints[#hints + 1] = bucket .. code
  desired.uncounted = desired.uncounted + 1
end

local function judge(code, bucket_key, entry, desired)
  local lot, mark = parse(entry)
  if not lot then
    return add(code, bucket_key, desired)
  end
  if desired.type ~= '' and desired.type ~= lot.type.name then
    other_types[#other_types + 1] = lot.type.name
    return 't'
  end
  if desired.in_use == '1' or (desired.in_use == '' and mark ~= '') then
    if mark ~= '' then
      return 'S'
    end
    retire(lot, code, bucket_key)
    return 'R'
  end
  if mark == 'c' then
    return 'c'
  end
  if mark == 'r' and not may_reactivate then
    return 'r'
  end
  local discount = desired.discount == '' and lot.discount or desired.discount
  local expiration = desired.expiration == '' and lot.expiration or desired.expiration
  local moves = discount ~= lot.discount or expiration ~= lot.expiration
  if is_past(expiration) then
    local stays = mark == '' and (not moves or is_past(lot.expiration))
    return stays and 'S' or 'p'
  end
  local target = moves and lot_at(lot.type, discount, expiration) or lot
  if mark == 'r' then
    reactivate(lot, target, code, bucket_key)
    return 'B'
  end
  if not moves then
    return 'S'
  end
  leave_lot(lot, code, bucket_key)
  enter_lot(target, code, bucket_key)
  return 'U'
end

local function post_new()
  -- Ids are taken before anything uses them. If the script fails behind this, they are never used, and the next upload
  -- gets others. Otherwise it would find the record of a lot under its next id, and be refused, as would every later
  -- upload.
  if #new_lots > 0 then
    call('HSET', KEYS[1], 'nextType', next_type, 'nextLot', next_lot)
  end
  for _, t in ipairs(new_types) do
    call('HSET', P .. 'types', t.name, t.id)
  end
  for _, lot in ipairs(new_lots) do
    call('HSET', lot.key, 'type', lot.type.name, 'typeId', lot.type.id, 'discount', lot.discount,
         'expiration', lot.expiration, 'unspent', 0, 'claimed', 0, 'retired', 0)
    -- In this order: a lot that uploads find is also listed, swept and recounted.
    call('ZADD', P .. 'lots:' .. lot.type.id, lot.expiration, member_of(lot.id))
    call('HSET', P .. 'lot-ids', lot.field, lot.id)
  end
end

local desired_states = {}

local function read_desired_states()
  for n = 1, tonumber(ARGV[9]) do
    local at = 6 + 4 * n
    desired_states[tostring(n)] = { type = ARGV[at], discount = ARGV[at + 1], expiration = ARGV[at + 2],
                                    in_use = ARGV[at + 3], uncounted = 0 }
  end
end

-- Adds to the counters what add_another has left uncounted.
local function count_added()
  for _, desired in pairs(desired_states) do
    if desired.uncounted > 0 then
      desired.lot.type.added = desired.lot.type.added + desired.uncounted
      add_unspent(desired.lot, desired.uncounted)
    end
  end
end

local outcomes = {}
local judged, raised = pcall(function()
  local rows, desired_number = 0, nil
  read_desired_states()
  for at = 10 + 4 * ARGV[9], #ARGV, 2 do
    local code = ARGV[at]
    if code == '' then
      desired_number = ARGV[at + 1]
    else
      local bucket_key, desired = CODES .. ARGV[at + 1], desired_states[desired_number]
      local entry = entry_of(code, bucket_key)
      rows = rows + 1
      if desired.is_open and not entry then
        add_another(code, ARGV[at + 1], bucket_key, desired)
        outcomes[rows] = 'A'
      else
        outcomes[rows] = judge(code, bucket_key, entry, desired)
        if lot_count >= MAX_LOTS then
          break
        end
      end
    end
  end
  count_added()
end)
if not judged then
  return untouched(raised)
end
if not dry_run then
  post_new()
  post_codes()
  alert_each(arm, now)
end
return counted({ table.concat(outcomes), unpack(other_types) })
