-- Queue a riddle of a player's own, once for each id.
-- KEYS: submissions, owners, order, last id. ARGV: id or '', player, submission, most of a player, of the community.
-- Returns its id, '' where too many wait.
if ARGV[1] ~= '' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then
  return ARGV[1]
end
local his = 0
for _, owner in ipairs(redis.call('HVALS', KEYS[2])) do
  his = his + (owner == ARGV[2] and 1 or 0)
end
if his >= tonumber(ARGV[4]) or redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5]) then
  return ''
end
local last = redis.call('INCR', KEYS[4])
local id = ARGV[1] ~= '' and ARGV[1] or tostring(last)
redis.call('HSET', KEYS[1], id, ARGV[3])
redis.call('HSET', KEYS[2], id, ARGV[2])
redis.call('ZADD', KEYS[3], last, id)
return id
