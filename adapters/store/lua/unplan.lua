-- Take a channel's next post out of its plan; the last settled date stays.
-- KEYS: plan, due. ARGV: channel, what its posts begin with among what is due.
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found then
  return 0
end
local planned, last = string.match(found, '^(%S+) (%S+)$')
redis.call('ZREM', KEYS[2], ARGV[2] .. planned)
redis.call('HSET', KEYS[1], ARGV[1], '- ' .. last)
return 1
