-- Put another next post in the place of the planned one.
-- KEYS: plan, due. ARGV: channel, what its posts begin with among what is due, the plan it was made of ('next last',
--   '-' for none), the next date or '-', its moment.
local found = redis.call('HGET', KEYS[1], ARGV[1]) or '- -'
if found ~= ARGV[3] then
  return 0
end
local planned, last = string.match(found, '^(%S+) (%S+)$')
local following = ARGV[4]
if following ~= '-' and last ~= '-' and following <= last then
  return 0
end
if planned ~= '-' then
  redis.call('ZREM', KEYS[2], ARGV[2] .. planned)
end
if following ~= '-' then
  redis.call('ZADD', KEYS[2], ARGV[5], ARGV[2] .. following)
end
redis.call('HSET', KEYS[1], ARGV[1], following .. ' ' .. last)
return 1
