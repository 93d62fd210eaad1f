-- Count somebody who reported a riddle of a deck, once.
-- KEYS: who reported. ARGV: who, seconds they are remembered. Returns how many did.
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('SCARD', KEYS[1])
