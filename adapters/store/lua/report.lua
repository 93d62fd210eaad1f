-- A player's report of a riddle: one for each, the newest words stand; the oldest of all make room.
-- KEYS: reports, their order. ARGV: field of the riddle, player, report, when (ms), most of a community, of a player.
-- Returns how many players have reported the riddle; -1 where too many of the player's wait.
local field = ARGV[1] .. '|' .. ARGV[2]
local known = redis.call('HEXISTS', KEYS[1], field) == 1
local here, his = known and 0 or 1, 0
for _, one in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(one, 1, #ARGV[1] + 1) == ARGV[1] .. '|' then
    here = here + 1
  end
  if string.sub(one, -#ARGV[2] - 1) == '|' .. ARGV[2] then
    his = his + 1
  end
end
if not known and his >= tonumber(ARGV[6]) then
  return -1
end
redis.call('HSET', KEYS[1], field, ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[4], field)
while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[5]) do
  redis.call('HDEL', KEYS[1], redis.call('ZPOPMIN', KEYS[2])[1])
end
return here
