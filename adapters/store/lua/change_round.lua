-- Put a changed copy in the place of a round's, with the entry that says why.
-- KEYS: round, log, days. ARGV: version it was made of, round, new version, entry, places that stop to count, day.
-- Returns 0 where the round has another version by now, else 1 and since when the answer is readable.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return {0, false}
end
redis.call('HSET', KEYS[1], 'round', ARGV[2], 'version', ARGV[3])
redis.call('RPUSH', KEYS[2], ARGV[4])
if tonumber(ARGV[5]) > 0 then
  -- Of a round that was taken out of the count already, so many places less come back when it counts again.
  local excused = redis.call('HEXISTS', KEYS[1], 'excused') == 1
  redis.call('HINCRBY', excused and KEYS[1] or KEYS[3], excused and 'excused' or ARGV[6], -tonumber(ARGV[5]))
end
return {1, redis.call('HGET', KEYS[1], 'readable')}
