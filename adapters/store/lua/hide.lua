-- Take a player off the boards, or put him back with all he has.
-- KEYS: totals, hidden, board of accuracy, other boards. ARGV: player, revision, 1 to hide, tried, solved, least
--   rounds, then what the player is on each other board.
local player = ARGV[1]
if (redis.call('HGET', KEYS[1], 'r:' .. player) or '0') ~= ARGV[2] then
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
  redis.call('ZADD', KEYS[i], ARGV[3 + i], player)
end
return 1
