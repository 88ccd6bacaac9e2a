#!lua flags=no-writes
-- Reads the index entries of a range of buckets. Most buckets of a small pool are empty: one call passes many of them.
--
-- KEYS[1]  meta
-- ARGV     number of the first bucket, most buckets, digits of a bucket, most codes (the bucket in which they are
--          reached is the last)
-- Returns  { number of the next bucket, bucket's number, { code, entry, code, entry, … }, bucket's number, … }
-- Cost     O(buckets + codes): about 1 µs each

local P = string.sub(KEYS[1], 1, -5)
local name = P .. 'codes:%0' .. ARGV[3] .. 'x'
local first, codes, most_codes = tonumber(ARGV[1]), 0, tonumber(ARGV[4])
local reply = { first + ARGV[2] }

for bucket = first, first + ARGV[2] - 1 do
  local entries = redis.call('HGETALL', string.format(name, bucket))
  if #entries > 0 then
    reply[#reply + 1] = bucket
    reply[#reply + 1] = entries
    codes = codes + #entries / 2
    if codes >= most_codes then
      reply[1] = bucket + 1
      break
    end
  end
end
return reply
