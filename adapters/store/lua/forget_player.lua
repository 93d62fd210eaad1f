-- Delete the results of a player, and all places where he stands by his name.
-- KEYS: rows, totals, hidden, votes of the player, accuracy, other boards. ARGV: player, revision.
local player = ARGV[1]
if (redis.call('HGET', KEYS[2], 'r:' .. player) or '0') ~= ARGV[2] then
  return 0
end
for i = 5, #KEYS do
  redis.call('ZREM', KEYS[i], player)
end
redis.call('SREM', KEYS[3], player)
redis.call('HDEL', KEYS[2], 'r:' .. player, 't:' .. player, 's:' .. player)
redis.call('UNLINK', KEYS[1], KEYS[4])
return 1
