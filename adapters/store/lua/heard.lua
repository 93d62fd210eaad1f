-- The hosts of a community have heard of what was reported, unless more was reported meanwhile.
-- KEYS: communities with reports. ARGV: community, how often something was reported when they were told.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
