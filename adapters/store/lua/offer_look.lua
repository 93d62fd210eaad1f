-- Let a guess wait for a second look, once, unless what was said of it before leaves nothing to do.
-- KEYS: waiting of the community, communities by turn, rulings on the riddle.
-- ARGV: look, guess, when (ms), oldest that still waits (ms), most that wait, community.
local said = redis.call('HGET', KEYS[3], ARGV[2])
if said and string.sub(said, 1, 9) ~= 'accepted ' then
  return 0
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[4])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[5]) then
  return 0
end
if redis.call('ZADD', KEYS[1], 'NX', ARGV[3], ARGV[1]) == 0 then
  return 0
end
redis.call('ZADD', KEYS[2], 'NX', 0, ARGV[6])
return 1
