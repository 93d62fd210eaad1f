-- Take a player off the boards, or put him back with all he has.
-- KEYS: totals, hidden, board of accuracy, other boards. ARGV: player, revision, 1 to hide, tried, solved, least
--   rounds, then what the player is on each other board and its seconds to live or 0, parted by a blank.
local player = ARGV[1]
local revised = redis.call('HMGET', KEYS[1], 'forgotten', 'r:' .. player)
if tonumber(revised[1] or 0) * 4294967296 + tonumber(revised[2] or 0) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'r:' .. player, 1)
if ARGV[3] == '1' then
  redis.call('SADD', KEYS[2], player)
  for i = 3, #KEYS do
    redis.call('ZREM', KEYS[i], player)
  end
  return 1
end
redis.call('SREM', KEYS[2], player)
if tonumber(ARGV[4]) >= tonumber(ARGV[6]) then
  redis.call('ZADD', KEYS[3], tonumber(ARGV[5]) / tonumber(ARGV[4]), player)
end
for i = 4, #KEYS do
  local score, seconds = string.match(ARGV[3 + i], '^(%d+) (%d+)$')
  redis.call('ZADD', KEYS[i], score, player)
  if seconds ~= '0' then
    redis.call('EXPIRE', KEYS[i], seconds)
  end
end
return 1
