-- Keep a round unless there is one, and count its day as delivered.
-- KEYS: round, days, rounds. ARGV: round, version, how many places count, day, day number, name of the round.
-- Returns the round that stands, its version, since when the answer is readable, and whether its log was purged.
if redis.call('HEXISTS', KEYS[1], 'round') == 0 then
  redis.call('HSET', KEYS[1], 'round', ARGV[1], 'version', ARGV[2])
  redis.call('HINCRBY', KEYS[2], ARGV[4], ARGV[3])
  redis.call('ZADD', KEYS[3], ARGV[5], ARGV[6])
end
return redis.call('HMGET', KEYS[1], 'round', 'version', 'readable', 'purged')
