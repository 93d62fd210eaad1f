-- Put a riddle that names no author in the place of one of a reserve.
-- KEYS: reserve. ARGV: the riddle as it is, and as it shall be.
local at = redis.call('LPOS', KEYS[1], ARGV[1])
if at then
  redis.call('LSET', KEYS[1], at, ARGV[2])
end
return at and 1 or 0
