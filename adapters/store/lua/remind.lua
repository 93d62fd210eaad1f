-- Note the day of which a player is reminded, once, and as long as he wants to be.
-- KEYS: the day each was reminded of last. ARGV: player, day. Returns 1 for the first who asks.
local last = redis.call('HGET', KEYS[1], ARGV[1])
if not last or last >= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
