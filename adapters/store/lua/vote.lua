-- A player's vote on a riddle: one that may change.
-- KEYS: votes of the player, votes of the community. ARGV: field of the riddle, 1 or 0, most votes of a player.
-- Returns good and bad ones; nothing where the player has too many.
local before = redis.call('HGET', KEYS[1], ARGV[1])
if not before and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) then
  return {}
end
if before ~= ARGV[2] then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('HINCRBY', KEYS[2], ARGV[1] .. '|' .. ARGV[2], 1)
  if before then
    redis.call('HINCRBY', KEYS[2], ARGV[1] .. '|' .. before, -1)
  end
end
return redis.call('HMGET', KEYS[2], ARGV[1] .. '|1', ARGV[1] .. '|0')
