-- One guess: counted once however often it is delivered, and what stands is decided here.
-- KEYS: log, plays, seen.
-- ARGV: player, delivery or '', the words of the guess, judgement, reason, record, most moves of a player, seconds.
-- Returns the judgement that stands, a blank, its reason; whether it is the player's first step here (1 or 0); and the
-- hints the player had taken where it solves the riddle now, else -1.
local log, plays, seen = KEYS[1], KEYS[2], KEYS[3]
local player, delivery, words, judgement, reason = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

local told = delivery ~= '' and redis.call('HGET', seen, delivery)
if told then
  return {told, 0, -1}
end

local state = redis.call('HMGET', plays, 's:' .. player, 'u:' .. player, 'n:' .. player, 'h:' .. player)
if tonumber(state[3] or '0') >= tonumber(ARGV[7]) then
  return {'closed ', 0, -1}
end
local first = (state[1] or state[2] or state[3] or state[4]) and 0 or 1
local solves = -1

if state[1] or state[2] then
  judgement, reason = 'closed', ''
elseif redis.call('HSETNX', seen, words, '') == 0 then
  judgement, reason = 'repeated', ''
elseif judgement == 'correct' or judgement == 'wrong' then
  redis.call('HINCRBY', plays, 'g:' .. player, 1)
  if judgement == 'correct' then
    redis.call('HSET', plays, 's:' .. player, 1)
    solves = tonumber(state[4] or '0')
  end
end

local stands = judgement .. ' ' .. reason
redis.call('HINCRBY', plays, 'n:' .. player, 1)
redis.call('RPUSH', log, judgement .. ' ' .. ARGV[6])
if delivery ~= '' then
  redis.call('HSET', seen, delivery, stands)
end
redis.call('EXPIRE', seen, ARGV[8])
return {stands, first, solves}
