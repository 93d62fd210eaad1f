-- Forget a deck. KEYS: decks of its owner, names of all communities' own decks. ARGV: title, name.
redis.call('SREM', KEYS[2], ARGV[2])
return redis.call('HDEL', KEYS[1], ARGV[1])
