-- Note the last message that was read, unless a later one is noted; ids grow, and longer ones are later.
-- KEYS: last messages by thread. ARGV: thread, message, seconds.
local before = redis.call('HGET', KEYS[1], ARGV[1])
local later = not before or #before < #ARGV[2] or (#before == #ARGV[2] and before < ARGV[2])
if later then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return later and 1 or 0
