-- Give a process some of what is to be told in a community; it is due again when the process's time is over.
-- KEYS: notices of the community, communities with notices. ARGV: community, when (ms), due again (ms), most.
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])
for _, notice in ipairs(found) do
  redis.call('ZADD', KEYS[1], ARGV[3], notice)
end
if redis.call('ZCARD', KEYS[1]) == 0 then
  redis.call('SREM', KEYS[2], ARGV[1])
end
return found
