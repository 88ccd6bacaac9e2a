-- The head: what every script checks before it begins, and the count of its call at the end. Rarely used functions are
-- inside of others, because Redis makes a script's functions anew at each call.
--
-- A script that begins with refusal has these five arguments first. Writer in Java makes the first four.
--   pool (its id), life, name (the field of meta that counts the calls of this service), confirmed (how many of these
--   calls were confirmed when this one was sent; '' = don't compare), deadline (epoch ms of Redis's clock)
--
-- KEYS[1] is the meta key of the shard. All other keys are built from its prefix and hash tag, so they are in the same
-- slot of a Redis Cluster. They can't be declared in KEYS, because a code's bucket is known only after the code was
-- read from a list. docs/architecture.md lists every key and its fields.

local P = string.sub(KEYS[1], 1, -5)
local call = redis.call
local calls -- how many calls of this service Redis has counted so far

local WRITES = {
  'HSET', 'HSETNX', 'HDEL', 'HINCRBY', 'RPUSH', 'LPOP', 'ZADD', 'ZREM', 'ZPOPMIN', 'SADD', 'SREM', 'UNLINK',
}

-- A caller whose clock is further behind the latest time that the pool has seen is refused.
local MAX_SECONDS_BEHIND = 60

-- At most this many services are counted in meta. Then the services that began first are dropped.
local MAX_NAMES = 1000

local function refuse(word, reason)
  return redis.error_reply(word .. ' ' .. reason .. '; nothing was done')
end

-- An error reply if the Redis user may not run one of these commands, else nil. Redis checks a right only when it runs
-- the command, and that might be between two writes. The word is FORBIDDEN because lettuce disconnects when a reply
-- begins with DENIED.
local function missing_right(commands)
  local check, key = redis.acl_check_cmd, KEYS[1]
  for n = 1, #commands do
    if not check(commands[n], key, key, key) then
      return refuse('FORBIDDEN', 'the Redis user may not run ' .. commands[n])
    end
  end
end

-- An error reply if the script must not begin, else nil: FORBIDDEN, LATE, NOPOOL, STOPPED, ROLLBACK, RENEW, or BEHIND.
-- A late call is refused first: its service might have dropped its name in the meantime. The deadline is in the time of
-- Redis's clock, which the caller estimates. A script that goes by the caller's clock passes its now (epoch s).
local function refusal(now, commands)
  local refused = missing_right(commands or WRITES)
  if refused then
    return refused
  end
  local time = redis.pcall('TIME')
  if time.err then
    return refuse('FORBIDDEN', 'the Redis user may not run TIME')
  end
  if time[1] * 1000 + time[2] / 1000 > tonumber(ARGV[5]) then
    return refuse('LATE', 'the caller has stopped waiting')
  end
  local m = redis.pcall('HMGET', KEYS[1], 'pool', 'life', 'stop', ARGV[3], 'latest')
  calls = m[4]
  if m[1] ~= ARGV[1] or m[2] ~= ARGV[2] or m[3] or (tonumber(calls) or 0) < (tonumber(ARGV[4]) or 0) then
    -- An error reply if meta is not as the caller must expect. If confirmed calls are gone, nothing is served any more
    -- until a person decides: that is noted in `stop`.
    local function mismatch(m)
      local id, expected_life, name, confirmed = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
      local pool, life, stop, calls = m[1], m[2], m[3], m[4]
      if m.err then
        return refuse('NOPOOL', 'the record of the pool could not be read: ' .. m.err)
      end
      if pool ~= id then
        return refuse('NOPOOL', pool and 'Redis holds pool ' .. pool .. ' instead of pool ' .. id
                                      or 'Redis does not hold pool ' .. id)
      end
      if stop then
        return refuse('STOPPED', 'Redis has lost confirmed writes, and nobody has accepted that yet')
      end
      local is_dropped = not calls and name <= (call('HGET', KEYS[1], 'dropped') or '')
      if confirmed == '' or is_dropped or (tonumber(life) or 0) > tonumber(expected_life) then
        return refuse('RENEW', 'the service must count its calls under a new name')
      end
      local noted = { call('TIME')[1], name, expected_life, life or '0', confirmed, calls or '0' }
      call('HSET', KEYS[1], 'stop', table.concat(noted, ','))
      return refuse('ROLLBACK', 'Redis has lost writes that it had confirmed')
    end
    return mismatch(m)
  end
  if now and tonumber(now) < (tonumber(m[5]) or 0) - MAX_SECONDS_BEHIND then
    return refuse('BEHIND', 'the clock is more than ' .. MAX_SECONDS_BEHIND
                              .. ' s behind the latest time that the pool has seen')
  end
end

-- Counts this call, and returns the script's reply. Each script that begins with refusal ends with it, whatever it has
-- done: the service counts each reply as a confirmed call. The write is also the one that WAIT waits for, so that a
-- script that changed nothing else, such as a repeated claim, is confirmed too.
local function counted(reply)
  call('HSET', KEYS[1], ARGV[3], string.format('%d', (calls or 0) + 1))
  if not calls then
    local function drop_first_names()
      if call('HLEN', KEYS[1]) <= MAX_NAMES then
        return
      end
      local names = {}
      for _, field in ipairs(call('HKEYS', KEYS[1])) do
        if string.sub(field, 1, 2) == 'w:' and field ~= ARGV[3] then
          names[#names + 1] = field
        end
      end
      local surplus = #names + 1 - MAX_NAMES
      if surplus > 0 then
        -- Names are in the order in which their services began.
        table.sort(names)
        if names[surplus] > (call('HGET', KEYS[1], 'dropped') or '') then
          call('HSET', KEYS[1], 'dropped', names[surplus])
        end
        call('HDEL', KEYS[1], unpack(names, 1, surplus))
      end
    end
    -- If it fails, there are some names too many, which does no harm.
    pcall(drop_first_names)
  end
  return reply
end
