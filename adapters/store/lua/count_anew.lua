-- Write a player's totals, and what he is on each board, as they follow from his rows.
-- KEYS: totals, hidden, accuracy, other boards. ARGV: player, revision, tried, solved, least rounds, then what the
--   player is on each other board and its seconds to live or 0, parted by a blank.
local player = ARGV[1]
local revised = redis.call('HMGET', KEYS[1], 'forgotten', 'r:' .. player)
if tonumber(revised[1] or 0) * 4294967296 + tonumber(revised[2] or 0) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'r:' .. player, 1)
redis.call('HSET', KEYS[1], 't:' .. player, ARGV[3], 's:' .. player, ARGV[4])
if redis.call('SISMEMBER', KEYS[2], player) == 1 then
  return 1
end
if tonumber(ARGV[3]) >= tonumber(ARGV[5]) then
  redis.call('ZADD', KEYS[3], tonumber(ARGV[4]) / tonumber(ARGV[3]), player)
end
for i = 4, #KEYS do
  local score, seconds = string.match(ARGV[2 + i], '^(%d+) (%d+)$')
  redis.call('ZADD', KEYS[i], score, player)
  if seconds ~= '0' then
    redis.call('EXPIRE', KEYS[i], seconds)
  end
end
return 1
