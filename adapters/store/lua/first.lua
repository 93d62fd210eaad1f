-- Whether somebody is the first to take something upon himself; who was first still is when he asks again.
-- KEYS: what. ARGV: who, seconds.
local held = redis.call('GET', KEYS[1])
if held then
  return held == ARGV[1] and 1 or 0
end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
