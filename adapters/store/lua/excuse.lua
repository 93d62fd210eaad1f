-- Take a round out of what was delivered, or let it count again; each once.
-- KEYS: round, days. ARGV: version it was counted in, how many places count, day, whether it came after all (1 or 0).
-- Returns 0 where the round has another version by now.
if ARGV[4] == '1' then
  local taken = redis.call('HGET', KEYS[1], 'excused')
  if taken then
    redis.call('HINCRBY', KEYS[2], ARGV[3], taken)
    redis.call('HDEL', KEYS[1], 'excused')
  end
  return 1
end
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
  return 0
end
if redis.call('HSETNX', KEYS[1], 'excused', ARGV[2]) == 1 then
  redis.call('HINCRBY', KEYS[2], ARGV[3], -tonumber(ARGV[2]))
end
return 1
