-- Put a changed channel in the place of what was read of it.
-- KEYS: channels of the community. ARGV: channel, what was read, what it is now.
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
