-- Put off a post, if it is the planned one.
-- KEYS: plan, due. ARGV: channel, date, its name among what is due, the moment.
local planned = string.match(redis.call('HGET', KEYS[1], ARGV[1]) or '', '^(%S+) ')
if planned ~= ARGV[2] then
  return 0
end
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
return 1
