-- Add a riddle behind the others of a round, to stand in for a void one; it does not count for the day.
-- KEYS: round, log of the new place. ARGV: version it was made of, round, new version, entry to note in the new log
--   where the answers of the round are readable already.
-- Returns 0 where the round has another version by now, else 1 and since when the answer is readable.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return {0, false}
end
redis.call('HSET', KEYS[1], 'round', ARGV[2], 'version', ARGV[3])
local readable = redis.call('HGET', KEYS[1], 'readable')
if readable then
  redis.call('RPUSH', KEYS[2], ARGV[4])
end
return {1, readable}
