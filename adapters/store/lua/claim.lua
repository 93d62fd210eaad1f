-- The first community to finish an edition with an account is the one where it scores.
-- KEYS: claims of the account. ARGV: edition (its name begins with the date), community, the oldest date to remember,
--   seconds, the date after which so much was claimed since that it is not remembered any more who claimed this.
local standing = redis.call('HGET', KEYS[1], ARGV[1])
if standing then
  return standing == ARGV[2] and 1 or 0
end
for _, edition in ipairs(redis.call('HKEYS', KEYS[1])) do
  if edition > ARGV[5] then
    return 0
  end
  if edition < ARGV[3] then
    redis.call('HDEL', KEYS[1], edition)
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
