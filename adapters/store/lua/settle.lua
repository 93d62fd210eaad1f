-- Write a player's result of one riddle anew, with the state of play and the boards that follow from it.
-- KEYS: plays, rows of the player, totals, solved days, hidden, round, board of accuracy, other boards.
-- ARGV: player, revision it was worked out from, version of the round likewise or 0, field of the row, row, day,
--   guesses, hints, points or '' where it is not solved, given up (1 or 0), tried, solved, least rounds, then what the
--   player is on each other board and its seconds to live or 0, parted by a blank, '' for nothing.
local player = ARGV[1]
local revised = redis.call('HMGET', KEYS[3], 'forgotten', 'r:' .. player)
if tonumber(revised[1] or 0) * 4294967296 + tonumber(revised[2] or 0) ~= tonumber(ARGV[2]) then
  return 0
end
-- Who was forgotten meanwhile has nothing here any more, and does not come back.
local there = redis.call('HMGET', KEYS[1], 'b:' .. player, 'n:' .. player, 'h:' .. player, 'u:' .. player)
if not (there[1] or there[2] or there[3] or there[4]) then
  return 0
end
if ARGV[3] ~= '0' and redis.call('HGET', KEYS[6], 'version') ~= ARGV[3] then
  return 0
end

-- A row tells by its first number that the riddle is solved, by its seventh that it is void.
local function solves(row)
  local solved, void = string.match(row or '', '^(%d) %d %d+ %d+ %d+ %d (%d)')
  return (solved == '1' and void == '0') and 1 or 0
end

local more = solves(ARGV[5]) - solves(redis.call('HGET', KEYS[2], ARGV[4]))
redis.call('HSET', KEYS[1], 'g:' .. player, ARGV[7], 'h:' .. player, ARGV[8])
if ARGV[9] == '' then
  redis.call('HDEL', KEYS[1], 's:' .. player)
else
  redis.call('HSET', KEYS[1], 's:' .. player, ARGV[9])
end
if ARGV[10] == '1' then
  redis.call('HSET', KEYS[1], 'u:' .. player, 1)
else
  redis.call('HDEL', KEYS[1], 'u:' .. player)
end
redis.call('HSET', KEYS[2], ARGV[4], ARGV[5])
redis.call('HINCRBY', KEYS[3], 'r:' .. player, 1)
redis.call('HSET', KEYS[3], 't:' .. player, ARGV[11], 's:' .. player, ARGV[12])
if more ~= 0 then
  redis.call('HINCRBY', KEYS[4], ARGV[6], more)
end
if redis.call('SISMEMBER', KEYS[5], player) == 1 then
  return 1
end
if tonumber(ARGV[11]) >= tonumber(ARGV[13]) then
  redis.call('ZADD', KEYS[7], tonumber(ARGV[12]) / tonumber(ARGV[11]), player)
else
  redis.call('ZREM', KEYS[7], player)
end
for i = 8, #KEYS do
  local score, seconds = string.match(ARGV[6 + i], '^(%d+) (%d+)$')
  if not score then
    redis.call('ZREM', KEYS[i], player)
  else
    redis.call('ZADD', KEYS[i], score, player)
    if seconds ~= '0' then
      redis.call('EXPIRE', KEYS[i], seconds)
    end
  end
end
return 1
