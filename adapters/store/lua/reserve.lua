-- Hold a part of the day's budget for one request, before it is sent.
-- KEYS: what is spent (tokens, millionths of a dollar); what is held, by request.
-- ARGV: the request, its tokens, its millionths, the limits of both (0: none), milliseconds a hold lasts, seconds kept.
-- A hold that ran out counts as spent: nobody knows what became of its request.
-- Returns 1 where it is held, 0 where what others hold has to be settled first, -1 or -2 where too few tokens or
-- dollars are left.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = {0, 0}
local all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
  local tokens, millionths, ends = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
  if tonumber(ends) <= now then
    redis.call('HINCRBY', KEYS[1], 'tokens', tokens)
    redis.call('HINCRBY', KEYS[1], 'millionths', millionths)
    redis.call('HDEL', KEYS[2], all[i])
  elseif all[i] ~= ARGV[1] then
    held[1], held[2] = held[1] + tokens, held[2] + millionths
  end
end
local wait = false
for i, name in ipairs({'tokens', 'millionths'}) do
  local asked, limit = tonumber(ARGV[1 + i]), tonumber(ARGV[3 + i])
  local spent = tonumber(redis.call('HGET', KEYS[1], name) or 0)
  if limit > 0 and spent + asked > limit then
    return -i
  end
  wait = wait or (limit > 0 and spent + held[i] + asked > limit)
end
if wait then
  return 0
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. string.format('%.0f', now + ARGV[6]))
redis.call('EXPIRE', KEYS[2], ARGV[7])
redis.call('EXPIRE', KEYS[1], ARGV[7])
return 1
