-- Put other words in the place of a settled delivery.
-- KEYS: sendings of the date. ARGV: sending, delivery.
if redis.call('HEXISTS', KEYS[1], 'done:' .. ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'record:' .. ARGV[1], ARGV[2])
return 1
