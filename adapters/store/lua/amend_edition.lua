-- Put a changed edition in the place of the one it was made of.
-- KEYS: edition, last played. ARGV: the edition as it was, as it shall be, date (ISO), then the questions of old riddles
-- that came into it.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[2])
for i = 4, #ARGV do
  local last = redis.call('HGET', KEYS[2], ARGV[i])
  if not last or last < ARGV[3] then
    redis.call('HSET', KEYS[2], ARGV[i], ARGV[3])
  end
end
return 1
