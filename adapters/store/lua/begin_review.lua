-- Keep a review unless there is one.
-- KEYS: review. ARGV: review, version, seconds it is kept. Returns the review that stands.
if redis.call('HSETNX', KEYS[1], 'version', ARGV[2]) == 1 then
  redis.call('HSET', KEYS[1], 'review', ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
return redis.call('HGET', KEYS[1], 'review')
