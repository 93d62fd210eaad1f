-- Keep a changed review in the place of the one it was made of.
-- KEYS: review. ARGV: version it was made of, review, new version, seconds it is kept.
-- Returns 0 where there is another by now.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'review', ARGV[2], 'version', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
