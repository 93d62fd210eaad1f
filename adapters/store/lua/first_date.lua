-- The first date of a deck; an earlier one takes its place.
-- KEYS: first. ARGV: date (ISO).
local first = redis.call('GET', KEYS[1])
if first and first <= ARGV[1] then
  return first
end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
