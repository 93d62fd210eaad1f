-- Keep what became of a sending, unless that is known. Who has lost his claim is believed only that it was sent.
-- KEYS: sendings of the date, lease, dates. ARGV: sending, token, what became of it, whether it was sent (1 or 0),
--   date, day number.
-- Returns what stands.
local day, sending = KEYS[1], ARGV[1]
local function state()
  return redis.call('HMGET', day, 'record:' .. sending, 'done:' .. sending, 'tries:' .. sending, 'reason:' .. sending)
end
local found = state()
local mine = redis.call('HGET', day, 'token:' .. sending) == ARGV[2]
if found[2] or (found[1] and not mine and ARGV[4] == '0') then
  return found
end
redis.call('HSET', day, 'record:' .. sending, ARGV[3], 'done:' .. sending, 1)
redis.call('HDEL', day, 'token:' .. sending, 'tried:' .. sending, 'tries:' .. sending, 'reason:' .. sending)
redis.call('DEL', KEYS[2])
redis.call('ZADD', KEYS[3], ARGV[6], ARGV[5])
return state()
