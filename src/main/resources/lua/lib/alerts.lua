-- Alerts. A claim that brings the stock of a type down to one of its levels records an alert, for the list of recent
-- alerts and for delivery. Needs the ledger.
--
-- The field `alert` of a type is `armed,warning,alarm`: the armed level, which fires next ('' = all have fired), and
-- the type's own levels ('' = those of the service, in meta). `alert:D` is the same for discount D; it exists only if
-- levels were set for that discount. Each type has a third level, `exhausted`, which is 0.
--
-- A claim that brings the stock to `armed` or below fires each level from `armed` down to the stock, and then the
-- highest level below the stock is armed. A level that has fired is armed again only when codes are added, and adding
-- codes fires nothing.

local MAX_ALERTS = 1000

-- Expired lots stay in the live sets for a day, until the sweep. At most this many of them are subtracted from the
-- stock; if there were more, an alert might be late.
local MAX_PAST_LOTS = 100

local function field_of(discount)
  return discount and ':' .. discount or ''
end

-- How many codes of a type, or of one discount of it, are available.
local function available_of(t, discount, now)
  local live = discount and t.live_of[discount] or t.live
  local past = call('ZRANGEBYSCORE', P .. 'live:' .. t.id .. field_of(discount), '-inf', now, 'LIMIT', 0, MAX_PAST_LOTS)
  for _, member in ipairs(past) do
    live = live - call('HGET', P .. 'lot:' .. string.format('%d', member), 'unspent')
  end
  return tonumber(live)
end

local service_levels

-- The levels with their names, the highest first.
local function levels_of(alert, discount)
  local warning, alarm = string.match(alert, '^%d*,(%d*),(%d*)$')
  if warning == '' then
    service_levels = service_levels or call('HMGET', KEYS[1], 'warning', 'alarm')
    warning, alarm = service_levels[1] or 0, service_levels[2] or 0
  end
  local levels = { { 'warning', tonumber(warning) }, { 'alarm', tonumber(alarm) } }
  if not discount then
    levels[3] = { 'exhausted', 0 }
  end
  return levels
end

local function armed_of(alert)
  return tonumber(string.match(alert, '^%d*'))
end

local function set_armed(t, discount, alert, armed)
  alert = (armed and string.format('%d', armed) or '') .. string.match(alert, ',.*$')
  call('HSET', t.key, 'alert' .. field_of(discount), alert)
end

local function highest_below(levels, available)
  for _, level in ipairs(levels) do
    if level[2] < available then
      return level[2]
    end
  end
end

-- Records an alert, for the list of recent alerts and for delivery. Only the latest MAX_ALERTS are kept.
local function fire(kind, t, discount, now, level, available, by)
  local id = call('HINCRBY', KEYS[1], 'nextAlert', 1)
  call('HSET', P .. 'alert:' .. id, 'kind', kind, 'type', t.name, 'discount', discount or '', 'at', now,
       'level', level, 'available', available, 'by', by or '')
  call('ZADD', P .. 'alerts', id, id)
  call('ZADD', P .. 'alerts-due', 0, id)
  local surplus = call('ZCARD', P .. 'alerts') - MAX_ALERTS
  if surplus > 0 then
    local oldest = call('ZPOPMIN', P .. 'alerts', surplus)
    for at = 1, #oldest, 2 do
      call('UNLINK', P .. 'alert:' .. oldest[at])
      call('ZREM', P .. 'alerts-due', oldest[at])
    end
  end
end

-- Fires the levels that claims have reached.
local function watch(t, discount, now)
  local alert = discount and t.alert_of[discount] or not discount and t.alert
  local armed = alert and armed_of(alert)
  if not armed then
    return
  end
  local available = available_of(t, discount, now)
  if available > armed then
    return
  end
  local levels = levels_of(alert, discount)
  for _, level in ipairs(levels) do
    if available <= level[2] and level[2] <= armed then
      fire(level[1], t, discount, now, level[2], available)
    end
  end
  set_armed(t, discount, alert, highest_below(levels, available))
end

-- Arms a higher level if codes were added above it.
local function arm(t, discount, now)
  local alert = discount and t.alert_of[discount] or not discount and (t.alert or ',,')
  local armed = alert and armed_of(alert)
  local levels = alert and levels_of(alert, discount)
  if not alert or armed == levels[1][2] then
    return
  end
  local level = highest_below(levels, available_of(t, discount, now))
  if level and (not armed or level > armed) then
    set_armed(t, discount, alert, level)
  end
end

-- Runs watch or arm for each type that was changed. If it fails, the claim or upload must not fail with it.
local function alert_each(action, now)
  for _, t in pairs(types) do
    if t.touched then
      local done, raised = pcall(function()
        action(t, nil, now)
        for discount in pairs(t.alert_of) do
          action(t, discount, now)
        end
      end)
      if not done then
        redis.log(redis.LOG_WARNING, 'an alert of type ' .. t.id .. ' failed: ' .. message_of(raised))
      end
    end
  end
end
