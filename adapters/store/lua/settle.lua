-- Write a player's result of one riddle anew, with the state of play and the boards that follow from it.
-- KEYS: plays, rows of the player, totals, solved days, hidden, board of accuracy, other boards.
-- ARGV: player, revision it was worked out from, field of the row, row, whether it solves something that counts (1 or
--   0), the same of the row before, day, guesses, hints, points or '' where it is not solved, given up (1 or 0),
--   tried, solved, least rounds, then what the player is on each other board, '' for nothing.
local player = ARGV[1]
if (redis.call('HGET', KEYS[3], 'r:' .. player) or '0') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], 'g:' .. player, ARGV[8], 'h:' .. player, ARGV[9])
if ARGV[10] == '' then
  redis.call('HDEL', KEYS[1], 's:' .. player)
else
  redis.call('HSET', KEYS[1], 's:' .. player, ARGV[10])
end
if ARGV[11] == '1' then
  redis.call('HSET', KEYS[1], 'u:' .. player, 1)
else
  redis.call('HDEL', KEYS[1], 'u:' .. player)
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('HINCRBY', KEYS[3], 'r:' .. player, 1)
redis.call('HSET', KEYS[3], 't:' .. player, ARGV[12], 's:' .. player, ARGV[13])
if ARGV[5] ~= ARGV[6] then
  redis.call('HINCRBY', KEYS[4], ARGV[7], tonumber(ARGV[5]) - tonumber(ARGV[6]))
end
if redis.call('SISMEMBER', KEYS[5], player) == 1 then
  return 1
end
if tonumber(ARGV[12]) >= tonumber(ARGV[14]) then
  redis.call('ZADD', KEYS[6], tonumber(ARGV[13]) / tonumber(ARGV[12]), player)
else
  redis.call('ZREM', KEYS[6], player)
end
for i = 7, #KEYS do
  local score = ARGV[8 + i]
  if score == '' then
    redis.call('ZREM', KEYS[i], player)
  else
    redis.call('ZADD', KEYS[i], score, player)
  end
end
return 1
