-- Give a worker some of what waits in a community; it is due again when the worker's time is over.
-- KEYS: waiting of the community, communities by turn. ARGV: community, when (ms), due again (ms), most.
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])
for _, look in ipairs(found) do
  redis.call('ZADD', KEYS[1], ARGV[3], look)
end
if redis.call('ZCARD', KEYS[1]) == 0 then
  redis.call('ZREM', KEYS[2], ARGV[1])
elseif #found > 0 then
  redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
end
return found
