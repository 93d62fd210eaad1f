-- The top of a board with joint ranks, how many stand on it, and one player's own line.
-- KEYS: board. ARGV: how many, player.
local board = KEYS[1]
local top = redis.call('ZREVRANGE', board, 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
local found = {redis.call('ZCARD', board), false, false}
local score = redis.call('ZSCORE', board, ARGV[2])
if score then
  found[2], found[3] = score, redis.call('ZCOUNT', board, '(' .. score, '+inf') + 1
end
found[4] = top
return found
