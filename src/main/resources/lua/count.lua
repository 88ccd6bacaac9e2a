#!lua flags=no-writes
-- Counts, from counters alone: for each filter how many codes of a type, of one discount or of any, expire after a
-- date.
--
-- KEYS[1]  meta
-- ARGV     for each filter: type, discount ('' = any), expires after (epoch s)
-- Returns  for each filter { available, added, claimed, retired, unspent } (all but the first of the whole type), or
--          nothing ({}) where the type is unknown
-- Cost     O(lots on the side of the date where there are fewer of them): about 1 µs each

local counts = {}
for i = 1, #ARGV, 3 do
  local id, discount, after = call('HGET', P .. 'types', ARGV[i]), ARGV[i + 1], ARGV[i + 2]
  if not id then
    counts[#counts + 1] = {}
  else
    local suffix = discount == '' and '' or ':' .. discount
    local v = call('HMGET', P .. 'type:' .. id, 'added', 'claimed', 'retired', 'unspent', 'live' .. suffix)
    counts[#counts + 1] = { available(P .. 'live:' .. id .. suffix, tonumber(v[5] or 0), after),
                            tonumber(v[1] or 0), tonumber(v[2] or 0), tonumber(v[3] or 0),
                            tonumber(v[4] or 0) }
  end
end
return counts
