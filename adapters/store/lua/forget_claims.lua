-- Delete what an account has claimed for a community.
-- KEYS: claims of the account. ARGV: community.
local claims = redis.call('HGETALL', KEYS[1])
for i = 1, #claims, 2 do
  if claims[i + 1] == ARGV[1] then
    redis.call('HDEL', KEYS[1], claims[i])
  end
end
return #claims / 2
