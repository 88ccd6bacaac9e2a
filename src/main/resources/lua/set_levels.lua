#!lua
-- Sets the alert levels of a type or of one discount of it, and arms the highest level below the stock. Or sets the
-- service's levels, which apply to all types without levels of their own, and arms nothing. Fires nothing.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), now (epoch s), warning, alarm, type ('' = the service's levels),
--          discount ('' = the whole type). If warning and alarm are '', the type keeps its levels and is armed again
-- Returns  { 1 }, or { 0 } if the type is unknown. For the service's levels: { 1 } if they have changed, else { 0 }
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(1)

-- include head
-- include ledger
-- include alerts

local now, warning, alarm, name = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local discount = ARGV[10] ~= '' and ARGV[10] or nil

local refused = refusal(now)
if refused then
  return refused
end

if name == '' then
  local before = call('HMGET', KEYS[1], 'warning', 'alarm')
  call('HSET', KEYS[1], 'warning', warning, 'alarm', alarm)
  return counted({ (before[1] ~= warning or before[2] ~= alarm) and 1 or 0 })
end

local id = call('HGET', P .. 'types', name)
if not id then
  return counted({ 0 })
end
local t, alert, levels, available
local judged, raised = pcall(function()
  t = type_of(id, name, discount or '0')
  alert = discount and t.alert_of[discount] or not discount and t.alert or ',,'
  if warning ~= '' then
    alert = string.match(alert, '^%d*') .. ',' .. warning .. ',' .. alarm
  end
  levels = levels_of(alert, discount)
  available = available_of(t, discount, now)
end)
if not judged then
  return untouched(raised)
end
set_armed(t, discount, alert, highest_below(levels, available))
return counted({ 1 })
