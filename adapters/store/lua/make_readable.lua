-- From now on a solve earns no points: noted once, and in the log of every place.
-- KEYS: round, then the logs. ARGV: when, entry.
if redis.call('HSETNX', KEYS[1], 'readable', ARGV[1]) == 1 then
  for i = 2, #KEYS do
    redis.call('RPUSH', KEYS[i], ARGV[2])
  end
end
return redis.call('HGET', KEYS[1], 'readable')
