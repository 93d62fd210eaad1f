-- Take the next hint or give up: counted once however often it is delivered, nothing happens to who has finished.
-- KEYS: log, plays, seen. ARGV: player, delivery or '', 'hint' or 'give_up', record, most hints, seconds.
-- Returns guesses, hints, solved, given up.
local log, plays, seen = KEYS[1], KEYS[2], KEYS[3]
local player, delivery, move = ARGV[1], ARGV[2], ARGV[3]

local function state()
  return redis.call('HMGET', plays, 'g:' .. player, 'h:' .. player, 's:' .. player, 'u:' .. player)
end

local now = state()
local again = delivery ~= '' and redis.call('HEXISTS', seen, delivery) == 1
local finished = now[3] or now[4]
local spent = move == 'hint' and tonumber(now[2] or '0') >= tonumber(ARGV[5])
if again or finished or spent then
  return now
end

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
return state()
