-- Put a copy that names no author in the place of a round's.
-- KEYS: round. ARGV: version it was made of, round, new version.
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'round', ARGV[2], 'version', ARGV[3])
return 1
