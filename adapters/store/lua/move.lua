-- Take the next hint or give up: counted once however often it is delivered, nothing happens to who has finished.
-- KEYS: log, plays, seen of the player, round, rows of the player, totals, hidden, board of accuracy.
-- ARGV: player, delivery or '', 'hint' or 'give_up', entry, most hints, seconds, 1 where points are given, field of
--   the row, its ending, least rounds, version of the round; account, where the player has one.
-- Returns guesses, hints, points of a solve, given up, begun while points were given; whether this was done now
-- (1 or 0), and whether it is the player's first step here. Nothing at all where the round has changed.
local log, plays, seen, totals = KEYS[1], KEYS[2], KEYS[3], KEYS[6]
local player, delivery, move = ARGV[1], ARGV[2], ARGV[3]

local function state(done, first)
  local letters = {'g:' .. player, 'h:' .. player, 's:' .. player, 'u:' .. player, 'b:' .. player}
  local found = redis.call('HMGET', plays, unpack(letters))
  found[6], found[7] = done, first
  return found
end

local now = state(0, 0)
local again = delivery ~= '' and redis.call('HEXISTS', seen, delivery) == 1
local finished = now[3] or now[4]
local spent = move == 'hint' and tonumber(now[2] or '0') >= tonumber(ARGV[5])
if again or finished or spent then
  return now
end
local meta = redis.call('HMGET', KEYS[4], 'version', 'readable', 'purged')
if meta[1] ~= ARGV[11] then
  return {}
end
if meta[3] then
  return now
end
local guessed = redis.call('HEXISTS', plays, 'n:' .. player) == 1
local first = (now[2] or guessed) and 0 or 1
local begun = now[5] or ((ARGV[7] == '1' and not meta[2]) and '1' or '0')

if move == 'hint' then
  redis.call('HINCRBY', plays, 'h:' .. player, 1)
else
  redis.call('HSET', plays, 'u:' .. player, 1)
end
redis.call('HSET', plays, 'b:' .. player, begun)
redis.call('RPUSH', log, ARGV[4])
if delivery ~= '' then
  redis.call('HSET', seen, delivery, '')
  redis.call('EXPIRE', seen, ARGV[6])
end

local after = state(1, first)
local row = '0 ' .. (after[4] and 1 or 0) .. ' 0 ' .. (after[2] or 0) .. ' ' .. (after[1] or 0) .. ' ' .. begun
redis.call('HSET', KEYS[5], ARGV[8], row .. ARGV[9])
redis.call('HINCRBY', totals, 'r:' .. player, 1)
if ARGV[12] then
  redis.call('HSET', totals, 'a:' .. player, ARGV[12])
end
if begun == '1' and first == 1 then
  redis.call('HINCRBY', totals, 't:' .. player, 1)
  local counts = redis.call('HMGET', totals, 't:' .. player, 's:' .. player)
  if tonumber(counts[1]) >= tonumber(ARGV[10]) and redis.call('SISMEMBER', KEYS[7], player) == 0 then
    redis.call('ZADD', KEYS[8], tonumber(counts[2] or 0) / tonumber(counts[1]), player)
  end
end
return after
