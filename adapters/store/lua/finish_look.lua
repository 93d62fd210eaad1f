-- Take a guess out of the queue, and keep whom it is to be told to: each player once for a riddle.
-- KEYS: waiting of the community, who was told at the riddle, notices of the community, communities with notices.
-- ARGV: look, when (ms), seconds, most notices, community, then player and notice in turn.
redis.call('ZREM', KEYS[1], ARGV[1])
local new = 0
for i = 6, #ARGV, 2 do
  if redis.call('ZCARD', KEYS[3]) < tonumber(ARGV[4]) and redis.call('SADD', KEYS[2], ARGV[i]) == 1 then
    redis.call('ZADD', KEYS[3], ARGV[2], ARGV[i + 1])
    new = new + 1
  end
end
if new > 0 then
  redis.call('EXPIRE', KEYS[2], ARGV[3])
  redis.call('EXPIRE', KEYS[3], ARGV[3])
  redis.call('SADD', KEYS[4], ARGV[5])
end
return new
