-- Count what a request took, and free what was held for it; nothing where that was counted already.
-- KEYS: what is spent; what is held. ARGV: the request, tokens, millionths of a dollar, seconds kept.
if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then
  return 0
end
redis.call('HINCRBY', KEYS[1], 'tokens', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'millionths', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
