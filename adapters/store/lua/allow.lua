-- Take one of each allowance, or of none: each keeps the moment at which it is whole again, in microseconds.
-- KEYS: allowances. ARGV: for each the time one message takes, and how many may come at once.
-- Returns the microseconds to wait as a text, as numbers that large lose digits on their way.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local wait, whole = 0, {}
for i, key in ipairs(KEYS) do
  local each, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  whole[i] = math.max(now, tonumber(redis.call('GET', key) or 0)) + each
  wait = math.max(wait, whole[i] - each * burst - now)
end
if wait > 0 then
  return string.format('%.0f', wait)
end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.0f', whole[i]), 'PX', string.format('%.0f', (whole[i] - now) / 1000 + 1))
end
return '0'
