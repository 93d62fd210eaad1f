-- Give back a claim that is still the caller's; the mark that somebody tried stays where he may have sent something.
-- KEYS: sendings of the date, lease. ARGV: sending, token, whether something may have been sent (1 or 0), reason,
--   milliseconds before anybody may claim again.
local day, sending = KEYS[1], ARGV[1]
if redis.call('HGET', day, 'token:' .. sending) ~= ARGV[2] then
  return 0
end
redis.call('HDEL', day, 'token:' .. sending)
redis.call('HSET', day, 'reason:' .. sending, ARGV[4])
if ARGV[3] == '1' then
  redis.call('HSET', day, 'tried:' .. sending, 1)
else
  redis.call('HDEL', day, 'tried:' .. sending)
end
if tonumber(ARGV[5]) > 0 then
  redis.call('SET', KEYS[2], 'rest', 'PX', ARGV[5])
else
  redis.call('DEL', KEYS[2])
end
return 1
