-- Write a player's totals, and what he is on each board, as they follow from his rows.
-- KEYS: totals, hidden, accuracy, other boards. ARGV: player, revision, tried, solved, least rounds, then what the
--   player is on each other board.
local player = ARGV[1]
if (redis.call('HGET', KEYS[1], 'r:' .. player) or '0') ~= ARGV[2] then
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
  redis.call('ZADD', KEYS[i], ARGV[2 + i], player)
end
return 1
