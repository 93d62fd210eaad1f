-- Keep riddles for bad days, each once, the newest ones of a bounded number.
-- KEYS: reserve. ARGV: size of the reserve, then the riddles.
for i = 2, #ARGV do
  if not redis.call('LPOS', KEYS[1], ARGV[i]) then
    redis.call('RPUSH', KEYS[1], ARGV[i])
  end
end
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[1]), -1)
return redis.call('LLEN', KEYS[1])
