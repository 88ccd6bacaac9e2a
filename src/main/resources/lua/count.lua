#!lua flags=no-writes
-- Counts the codes of a type, of one discount or of any, that are unspent and expire after a date. Reads only counters.
--
-- KEYS[1]  meta
-- ARGV     type, discount ('' = any), expires after (epoch s)
-- Returns  { number of codes }, or {} if the type is unknown
-- Cost     O(lots that expire up to the date or after it, whichever are fewer): about 1 µs each

-- include counters

local id = call('HGET', P .. 'types', ARGV[1])
if not id then
  return {}
end
local suffix = ARGV[2] == '' and '' or ':' .. ARGV[2]
local live = call('HGET', P .. 'type:' .. id, 'live' .. suffix)
return { available(P .. 'live:' .. id .. suffix, tonumber(live or 0), ARGV[3]) }
