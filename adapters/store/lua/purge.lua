-- Delete the logs of a round for good. Its version grows, so that nobody writes what he worked out from them before.
-- KEYS: round, then the logs.
if redis.call('HEXISTS', KEYS[1], 'round') == 0 then
  return 0
end
if redis.call('HSETNX', KEYS[1], 'purged', 1) == 1 then
  redis.call('HINCRBY', KEYS[1], 'version', 1)
end
for i = 2, #KEYS do
  redis.call('UNLINK', KEYS[i])
end
return 1
