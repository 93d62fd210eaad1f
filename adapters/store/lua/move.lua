-- Take the next hint or give up: counted once however often it is delivered, nothing happens to who has finished.
-- KEYS: log, plays, seen. ARGV: player, delivery or '', 'hint' or 'give_up', record, most hints, seconds.
-- Returns guesses, hints, solved, given up; whether this was done now (1 or 0), and whether it is the player's first
-- step here.
local log, plays, seen = KEYS[1], KEYS[2], KEYS[3]
local player, delivery, move = ARGV[1], ARGV[2], ARGV[3]

local function state(done, first)
  local found = redis.call('HMGET', plays, 'g:' .. player, 'h:' .. player, 's:' .. player, 'u:' .. player)
  found[5], found[6] = done, first
  return found
end

local now = state(0, 0)
local again = delivery ~= '' and redis.call('HEXISTS', seen, delivery) == 1
local finished = now[3] or now[4]
local spent = move == 'hint' and tonumber(now[2] or '0') >= tonumber(ARGV[5])
if again or finished or spent then
  return now
end
local guessed = redis.call('HEXISTS', plays, 'n:' .. player) == 1
local first = (now[2] or guessed) and 0 or 1

if move == 'hint' then
  redis.call('HINCRBY', plays, 'h:' .. player, 1)
else
  redis.call('HSET', plays, 'u:' .. player, 1)
end
redis.call('RPUSH', log, move .. ' ' .. ARGV[4])
if delivery ~= '' then
  redis.call('HSET', seen, delivery, '')
  redis.call('EXPIRE', seen, ARGV[6])
end
return state(1, first)
