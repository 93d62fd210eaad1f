-- Delete what a player said about riddles: his reports, and his own riddles that wait.
-- KEYS: reports, their order, submissions, owners, order. ARGV: player.
local gone = 0
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, -#ARGV[1] - 1) == '|' .. ARGV[1] then
    redis.call('HDEL', KEYS[1], field)
    redis.call('ZREM', KEYS[2], field)
    gone = gone + 1
  end
end
local owners = redis.call('HGETALL', KEYS[4])
for i = 1, #owners, 2 do
  if owners[i + 1] == ARGV[1] then
    redis.call('HDEL', KEYS[3], owners[i])
    redis.call('HDEL', KEYS[4], owners[i])
    redis.call('ZREM', KEYS[5], owners[i])
    gone = gone + 1
  end
end
return gone
