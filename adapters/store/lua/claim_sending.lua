-- Take the right to send something for a while, unless it is settled or another has it.
-- KEYS: sendings of the date, lease, dates. ARGV: sending, token, milliseconds, how it is kept before it is made,
--   date, day number, the oldest day number to keep, most old dates to name.
-- Returns how far it has come, whether it is the caller's, whether somebody tried before, and dates that are too old.
local day, lease, sending, token = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local function state()
  return redis.call('HMGET', day, 'record:' .. sending, 'done:' .. sending, 'tries:' .. sending, 'reason:' .. sending)
end
local found = state()
if found[2] then
  return {found, 0, 0, {}}
end
local holder = redis.call('GET', lease)
if holder and holder ~= token then
  return {found, 0, 0, {}}
end
if not holder then
  redis.call('HSETNX', day, 'record:' .. sending, ARGV[4])
  redis.call('HSET', day, 'token:' .. sending, token)
  redis.call('HINCRBY', day, 'tries:' .. sending, 1)
  redis.call('SET', lease, token, 'PX', ARGV[3])
  redis.call('ZADD', KEYS[3], ARGV[6], ARGV[5])
end
local tried = redis.call('HEXISTS', day, 'tried:' .. sending)
local stale = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. ARGV[7], 'LIMIT', 0, ARGV[8])
return {state(), 1, tried, stale}
