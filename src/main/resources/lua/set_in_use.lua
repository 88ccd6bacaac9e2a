#!lua
-- Retires a code, or makes a retired code unspent again in its lot, even if the lot has expired.
--
-- KEYS[1]  meta
-- ARGV     the head (head.lua), code, the code's bucket, in use (0 | 1), now (epoch s)
-- Returns  { index entry after the change, type, discount, expiration, claim record ('' = not claimed), swept (0 | 1:
--          the lot was swept, so that an unspent code is expired whatever its date), changed (0 | 1) }; {} for an
--          unknown code. A claimed code stays as it is
-- Errors   those of refusal, UNTOUCHED
-- Cost     O(1)

-- include head
-- include ledger
-- include codes
-- include alerts

local code, bucket_key, in_use, now = ARGV[6], P .. 'codes:' .. ARGV[7], ARGV[8] == '1', ARGV[9]

local refused = refusal(now)
if refused then
  return refused
end

local answer, changes = {}, 0
local judged, raised = pcall(function()
  local lot, mark, rest = parse(entry_of(code, bucket_key))
  if lot and mark == '' and in_use then
    retire(lot, code, bucket_key)
    changes = 1
  elseif lot and mark == 'r' and not in_use then
    reactivate(lot, lot, code, bucket_key)
    changes = 1
  end
  if lot then
    local record = mark == 'c' and (rest ~= '' and rest or call('HGET', P .. 'claimed:' .. ARGV[7], code)) or ''
    answer = { entry_of(code, bucket_key), lot.type.name, lot.discount, lot.expiration, record,
               lot.swept and 1 or 0, changes }
  end
end)
if not judged then
  return untouched(raised)
end
post_codes()
if not in_use then
  alert_each(arm, now)
end
return counted(answer)
