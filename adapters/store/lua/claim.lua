-- The first community to finish an edition with an account is the one where it scores.
-- KEYS: claim. ARGV: community, seconds.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then
  return 1
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
