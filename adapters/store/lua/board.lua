-- The top of a board, how many stand on it, and where one player stands.
-- KEYS: board. ARGV: lines, player. Returns players, score and rank of the player (or nothing), names and scores.
local board, most = KEYS[1], tonumber(ARGV[1])
local found = {redis.call('ZCARD', board), false, false, {}}
local score = redis.call('ZSCORE', board, ARGV[2])
if score then
  found[2], found[3] = score, redis.call('ZCOUNT', board, '(' .. score, '+inf') + 1
end
if most > 0 then
  found[4] = redis.call('ZREVRANGE', board, 0, most - 1, 'WITHSCORES')
end
return found
