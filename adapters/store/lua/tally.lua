-- Count what a player's step was.
-- KEYS: counts of the day. ARGV: seconds, then what is counted.
for i = 2, #ARGV do
  redis.call('HINCRBY', KEYS[1], ARGV[i], 1)
end
return redis.call('EXPIRE', KEYS[1], ARGV[1])
