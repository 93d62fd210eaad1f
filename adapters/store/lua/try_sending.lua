-- Note that a message is being sent from now on, if the claim is still the caller's.
-- KEYS: sendings of the date, lease. ARGV: sending, token, milliseconds, how it is kept when it arrives.
local day, sending = KEYS[1], ARGV[1]
if redis.call('HGET', day, 'token:' .. sending) ~= ARGV[2] then
  return 0
end
redis.call('HSET', day, 'record:' .. sending, ARGV[4], 'tried:' .. sending, 1)
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
