-- Put an edition in the place of a day's, unless somebody has played it.
-- KEYS: edition, editions, first, last played, played.
-- ARGV: edition, date (ISO), day number, then the questions of old riddles.
if redis.call('EXISTS', KEYS[5]) == 1 then
  return 0
end
local day = ARGV[2]
redis.call('SET', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[3], day)
local first = redis.call('GET', KEYS[3])
if not first or first > day then
  redis.call('SET', KEYS[3], day)
end
for i = 4, #ARGV do
  local last = redis.call('HGET', KEYS[4], ARGV[i])
  if not last or last < day then
    redis.call('HSET', KEYS[4], ARGV[i], day)
  end
end
return 1
