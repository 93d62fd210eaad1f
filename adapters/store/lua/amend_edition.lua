-- Put a changed edition in the place of the one it was made of.
-- KEYS: edition. ARGV: the edition as it was, as it shall be.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
