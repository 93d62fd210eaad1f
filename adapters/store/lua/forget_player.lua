-- Delete the results of a player, and all places where he stands by his name.
-- KEYS: rows, totals, hidden, votes of the player, accuracy, other boards. ARGV: player, revision.
local player = ARGV[1]
local revised = redis.call('HMGET', KEYS[2], 'forgotten', 'r:' .. player)
if tonumber(revised[1] or 0) * 4294967296 + tonumber(revised[2] or 0) ~= tonumber(ARGV[2]) then
  return 0
end
for i = 5, #KEYS do
  redis.call('ZREM', KEYS[i], player)
end
redis.call('SREM', KEYS[3], player)
-- His revisions begin anew if he comes back: this makes others of them than those that were.
if redis.call('HDEL', KEYS[2], 'r:' .. player, 't:' .. player, 's:' .. player, 'a:' .. player) > 0 then
  redis.call('HINCRBY', KEYS[2], 'forgotten', 1)
end
redis.call('UNLINK', KEYS[1], KEYS[4])
return 1
