-- Keep a draft and list it under its day; both go away by themselves.
-- KEYS: draft, drafts of the day. ARGV: draft, its id, when it was made (seconds), seconds to keep it.
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
return redis.call('EXPIRE', KEYS[2], ARGV[4])
