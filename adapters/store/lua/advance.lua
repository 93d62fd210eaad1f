-- Note that a channel's post is settled, and plan the next, unless that was done or the channel has no plan. Returns
-- whether the next stands as it was asked for: who asks again after a death goes on where he was.
-- KEYS: plan, due. ARGV: channel, what its posts begin with among what is due, the settled date, the next date or '-',
--   its moment.
local settled, following = ARGV[3], ARGV[4]
redis.call('ZREM', KEYS[2], ARGV[2] .. settled)
local found = redis.call('HGET', KEYS[1], ARGV[1])
if not found then
  return 0
end
local planned, last = string.match(found, '^(%S+) (%S+)$')
if last ~= '-' and settled <= last then
  return (settled == last and planned == following) and 1 or 0
end
-- An admin changed the plan while this post was on its way: his word stands, as long as dates grow.
if planned == '-' or planned > settled then
  redis.call('HSET', KEYS[1], ARGV[1], planned .. ' ' .. settled)
  return 0
end
redis.call('ZREM', KEYS[2], ARGV[2] .. planned)
if following ~= '-' then
  redis.call('ZADD', KEYS[2], ARGV[5], ARGV[2] .. following)
end
redis.call('HSET', KEYS[1], ARGV[1], following .. ' ' .. settled)
return 1
