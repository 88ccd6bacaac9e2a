-- Serves the claims of a call that are not ordinary (claim.lua says which are), and all claims behind the first one.

-- How many bytes an index entry may have. A longer one would make its whole bucket several times larger
-- (hash-max-listpack-value); then the claim is recorded in `claimed` instead.
local MAX_ENTRY_BYTES = 64

-- One function, so that an ordinary call does not pay for making those in it.
--   at       the argument from which on claims are served
--   number   of the filter of the first of them
--   budget   how many stale hints may be skipped
--   known    claims before `at` whose key has a code: their argument, filter number, and number of their result
--   results  of the claims before `at`; the others are added
--   taken    how many codes the claims before got from each ordinary lot, by lot id
-- Returns what claim.lua replies behind the results.
local function serve_carefully(at, number, budget, known, results, taken)
  -- include ledger
  -- include alerts

  local now, digits = ARGV[6], tonumber(ARGV[7])
  local ask, sub = redis.pcall, string.sub
  local CODES, CLAIMED, CLAIMS = P .. 'codes:', P .. 'claimed:', P .. 'claims:'
  local OUT_OF_BUDGET, claims_left = {}, (#ARGV - at + 1) / 2
  local missing = missing_right(WRITES)

  -- How much of the budget a stale hint costs if its code must be looked up. A hint that is known to be stale costs 1.
  local LOOKUP_COST = 3

  -- A call searches at most this many lots, because a lot costs much more than a code.
  local MAX_LOTS = 64

  local filters = {} -- by number: the lots that match, soonest first, and how far this call has used them up
  local skipped = {} -- by lot id: the lot, and the codes whose stale hints were skipped
  local searched, lots_searched = {}, 0 -- by lot id
  local dry = {} -- ids of live lots without hints
  local exhausted = {} -- by type id: the name of a type that had no code for a claim

  -- Finds the live set of a filter; false if the type is unknown.
  local function open_filter(filter)
    if filter.live == nil then
      filter.type_id = call('HGET', P .. 'types', filter.type)
      filter.live = filter.type_id
                    and P .. 'live:' .. filter.type_id .. (filter.discount == '' and '' or ':' .. filter.discount)
    end
    return filter.live
  end

  -- The lot of a filter that expires soonest and still has codes for this call; nil if there is none.
  local function lot_for(filter)
    while true do
      local lot = filter.lot
      if lot and lot.unspent > 0 and not lot.dry then
        return lot
      end
      local member = filter.lots[filter.at]
      if not member then
        filter.lots = call('ZRANGEBYSCORE', filter.live, '(' .. filter.after, '+inf', 'LIMIT', filter.offset, 16)
        filter.offset, filter.at = filter.offset + #filter.lots, 1
        member = filter.lots[1]
        if not member then
          return nil
        end
      end
      local id = string.format('%d', member)
      if not searched[id] then
        if lots_searched >= MAX_LOTS then
          -- Lots without hints are a fault, and the next call would find them again.
          error(#dry < MAX_LOTS and OUT_OF_BUDGET or 'the first ' .. MAX_LOTS .. ' lots of the type have no hints')
        end
        searched[id], lots_searched = true, lots_searched + 1
      end
      filter.lot = lot_of(id, true)
      filter.at = filter.at + 1
    end
  end

  -- Notes that a stale hint was skipped.
  local function skip_stale(lot, hint)
    if not skipped[lot.id] then
      -- The hint is removed from this set at the end, so a key of the wrong type must raise WRONGTYPE now.
      call('SCARD', lot.stale_hints)
      skipped[lot.id] = { lot = lot }
    end
    table.insert(skipped[lot.id], hint)
  end

  -- Reads more of a lot's list: first as many hints as there are claims. If those were not enough, many at once, and
  -- which of them are stale.
  local function read_more(lot, wanted)
    local is_first = not lot.window
    local hints = call('LRANGE', lot.list, int(lot.read), int(lot.read + (is_first and wanted or 256) - 1))
    local is_stale = {}
    if not is_first and #hints > 0 then
      is_stale = call('SMISMEMBER', lot.stale_hints, unpack(hints))
    end
    lot.window, lot.window_start, lot.is_stale = hints, lot.read - 1, is_stale
  end

  -- Fails a claim at a code whose bucket is broken. The code's hint moves to the end of the list, so that it does not
  -- block the codes behind it.
  local function set_aside(lot, hint, fault)
    lot.hints[#lot.hints + 1], lot.read = hint, lot.read + 1
    error(fault)
  end

  -- The next unspent code of a lot, the code's bucket, and its hint; nil if the list has no more. Stale hints are
  -- skipped: their codes are no longer unspent in this lot. lot.read counts the hints to remove from the list; it does
  -- not include the hint of the returned code yet.
  local function next_code(lot)
    while true do
      local at = lot.window and lot.read - lot.window_start
      if not at or at > #lot.window then
        read_more(lot, claims_left)
        at = 1
      end
      local hint = lot.window[at]
      if not hint then
        return nil
      end
      if lot.is_stale[at] == 1 then
        skip_stale(lot, hint)
      else
        local bucket, code = sub(hint, 1, digits), sub(hint, digits + 1)
        local entry = ask('HGET', CODES .. bucket, code)
        if entry == lot.id then
          return code, bucket, hint
        end
        if type(entry) == 'table' then
          set_aside(lot, hint, entry)
        end
        skip_stale(lot, hint)
        budget = budget - LOOKUP_COST + 1
      end
      lot.read = lot.read + 1
      budget = budget - 1
      if budget <= 0 then
        error(OUT_OF_BUDGET)
      end
    end
  end

  -- The result for a key that has a code already; nil if it has none.
  local function replay(key, bucket, filter)
    local code = call('HGET', CLAIMS .. bucket, key)
    if not code then
      return nil
    end
    -- Keys.bucket in Java computes the same name.
    local code_bucket = sub(redis.sha1hex(code), 1, digits)
    local id, record = string.match(call('HGET', CODES .. code_bucket, code), '^(%d+)c(.*)$')
    if record == '' then
      record = call('HGET', CLAIMED .. code_bucket, code)
    end
    local claimed_at, owner = string.match(record, '^(%d+),(.*)$')
    if owner and owner ~= key then
      -- An earlier claim failed after it had recorded the key, and could not undo that. Another key then got the code.
      error('the code recorded for this key was also handed out to another key')
    end
    local lot = lot_of(id)
    local is_same = lot.type.name == filter.type and (filter.discount == '' or filter.discount == lot.discount)
    return { is_same and 'replayed' or 'reused', code, lot.type.name, lot.discount, lot.expiration,
             claimed_at }
  end

  -- Prepares a lot for its first claim of this call. What is computed here once does not slow down each claim.
  local function open_lot(lot)
    lot.entry_prefix = lot.id .. 'c' .. now .. ','
    lot.max_key_bytes = MAX_ENTRY_BYTES - #lot.entry_prefix
  end

  local function hand_out(lot, code, code_bucket, hint, key, bucket)
    if not lot.entry_prefix then
      open_lot(lot)
    end
    local is_long = #key > lot.max_key_bytes
    -- Only to find a key of the wrong type before the first write.
    local size = is_long and ask('HLEN', CLAIMED .. code_bucket)
    if type(size) == 'table' then
      set_aside(lot, hint, size)
    end
    if lot.unspent == 1 then
      probe_live(lot)
    end
    -- One command looks up the key and records it: a key that has a code keeps it.
    if call('HSETNX', CLAIMS .. bucket, key, code) == 0 then
      return nil
    end
    local fault = is_long and ask('HSET', CLAIMED .. code_bucket, code, now .. ',' .. key)
    if type(fault) ~= 'table' then
      fault = ask('HSET', CODES .. code_bucket, code, is_long and lot.id .. 'c' or lot.entry_prefix .. key)
    end
    if type(fault) == 'table' then
      -- The type of the hash was checked, so the write itself was denied. The key must not keep a code that it did not
      -- claim.
      call('HDEL', CLAIMS .. bucket, key)
      error(fault)
    end
    lot.read, lot.unspent, lot.claimed_now = lot.read + 1, lot.unspent - 1, lot.claimed_now + 1
    return { 'claimed', lot.id, code }
  end

  local function serve(key, bucket, filter)
    while open_filter(filter) do
      local lot = lot_for(filter)
      if not lot then
        exhausted[filter.type_id] = filter.type
        return replay(key, bucket, filter) or { 'exhausted' }
      end
      local code, code_bucket, hint = next_code(lot)
      if code then
        return hand_out(lot, code, code_bucket, hint, key, bucket) or replay(key, bucket, filter)
      end
      lot.dry = true
      dry[#dry + 1] = lot.id
    end
    return replay(key, bucket, filter) or { 'unknown-type' }
  end

  -- The result of a claim. If serving it raises an error, its key might have a code already, which is then the result.
  local function result_of(served, key, bucket, filter)
    local done, result = pcall(served, key, bucket, filter)
    if done then
      return result
    end
    local found, record = pcall(replay, key, bucket, filter)
    if found and record then
      return record
    end
    return result == OUT_OF_BUDGET and { 'more' } or { 'fault', message_of(result) }
  end

  -- Notes that a type's alerts must be checked although none of its codes was claimed.
  local function watch_type(id, name)
    if not types[id] then
      local key = P .. 'type:' .. id
      local v = ask('HMGET', key, 'alert', 'live')
      if v.err then
        return
      end
      types[id] = { id = id, name = name, key = key, alert = v[1], alert_of = {}, live = v[2] or '0' }
    end
    types[id].touched = true
  end

  for n = 1, tonumber(ARGV[9]) do
    local first = 5 + 5 * n
    filters[n] = { type = ARGV[first], discount = ARGV[first + 2], after = ARGV[first + 3],
                   offset = 0, lots = {}, at = 1 }
  end
  for id, codes in pairs(taken) do
    if codes > 0 then
      local lot = lot_of(id, true)
      lot.read, lot.claimed_now, lot.unspent = codes, codes, lot.unspent - codes
      searched[id], lots_searched = true, lots_searched + 1
    end
  end
  for _, claim in ipairs(known) do
    results[claim.result] = result_of(replay, ARGV[claim.at], ARGV[claim.at + 1], filters[claim.number])
  end
  local filter = filters[number]
  for n = at, #ARGV, 2 do
    local key, bucket = ARGV[n], ARGV[n + 1]
    if key == '' then
      filter = filters[tonumber(bucket)]
    elseif missing then
      results[#results + 1] = { 'refused', missing.err }
    else
      results[#results + 1] = result_of(serve, key, bucket, filter)
    end
  end

  local claimed_lots = {}
  for _, lot in pairs(lots) do
    post_hints(lot)
    -- Even if nothing was claimed, because the stale hints that were skipped are removed from the list.
    lot.touched = lot.read > 0
    if lot.claimed_now > 0 then
      local t = lot.type
      lot.claimed, t.claimed = lot.claimed + lot.claimed_now, t.claimed + lot.claimed_now
      t.unspent, t.live, t.touched = t.unspent - lot.claimed_now, t.live - lot.claimed_now, true
      t.live_of[lot.discount] = t.live_of[lot.discount] - lot.claimed_now
      local n = #claimed_lots
      claimed_lots[n + 1], claimed_lots[n + 2], claimed_lots[n + 3] = lot.id, t.name, t.id
      claimed_lots[n + 4], claimed_lots[n + 5] = lot.discount, lot.expiration
    end
  end
  for _, hints in pairs(skipped) do
    for first = 1, #hints, 1000 do
      call('SREM', hints.lot.stale_hints, unpack(hints, first, math.min(first + 999, #hints)))
    end
  end
  post_counters()
  -- If the last codes of a type expired, the first claim that gets none must fire the alert.
  for id, name in pairs(exhausted) do
    watch_type(id, name)
  end
  alert_each(watch, now)
  return claimed_lots, dry
end
