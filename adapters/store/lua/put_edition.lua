-- Write an edition unless there is one. The riddles of a later writer go to the reserve, except those that tell a
-- story of the edition that stands.
-- KEYS: edition, editions, first, last played, reserve.
-- ARGV: edition, date (ISO), day number, size of the reserve, how many questions of old riddles, those questions,
--       then the riddles that may go to the reserve.
local day, olds = ARGV[2], tonumber(ARGV[5])
local standing = redis.call('GET', KEYS[1])

if standing == ARGV[1] then
  return standing
end

if standing then
  local told = {}
  for _, riddle in ipairs(cjson.decode(standing).riddles) do
    told[riddle.question] = true
    if type(riddle.article) == 'table' then
      told[riddle.article.id] = true
    end
  end
  for i = 6 + olds, #ARGV do
    local riddle = cjson.decode(ARGV[i])
    local known = told[riddle.question] or told[riddle.article.id] or redis.call('LPOS', KEYS[5], ARGV[i])
    if not known then
      redis.call('RPUSH', KEYS[5], ARGV[i])
    end
  end
  redis.call('LTRIM', KEYS[5], -tonumber(ARGV[4]), -1)
  return standing
end

redis.call('SET', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[3], day)
local first = redis.call('GET', KEYS[3])
if not first or first > day then
  redis.call('SET', KEYS[3], day)
end
for i = 6, 5 + olds do
  local last = redis.call('HGET', KEYS[4], ARGV[i])
  if not last or last < day then
    redis.call('HSET', KEYS[4], ARGV[i], day)
  end
end
return ARGV[1]
