#!lua flags=no-writes
-- Reads the index entries of a range of buckets. Most buckets of a small pool are empty, so a call covers many of them.
--
-- KEYS[1]  meta
-- ARGV     number of the first bucket, how many buckets at most, number of digits in the name of a bucket, after how
--          many codes to stop (at the end of the bucket in which they are reached)
-- Returns  { number of the next bucket, then for each bucket that is not empty: its number, { code, entry, … } }
-- Cost     O(buckets + codes): about 1 µs each

local P = string.sub(KEYS[1], 1, -5)
local name = P .. 'codes:%0' .. ARGV[3] .. 'x'
local first, codes, max_codes = tonumber(ARGV[1]), 0, tonumber(ARGV[4])
local reply = { first + ARGV[2] }

for bucket = first, first + ARGV[2] - 1 do
  local entries = redis.call('HGETALL', string.format(name, bucket))
  if #entries > 0 then
    reply[#reply + 1] = bucket
    reply[#reply + 1] = entries
    codes = codes + #entries / 2
    if codes >= max_codes then
      reply[1] = bucket + 1
      break
    end
  end
end
return reply
