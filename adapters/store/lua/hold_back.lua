-- Let an allowance give nothing for a while, and then one.
-- KEYS: allowance. ARGV: the time one message takes, how many may come at once, microseconds.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local whole = now + tonumber(ARGV[3]) + each * (burst - 1)
whole = math.max(whole, tonumber(redis.call('GET', KEYS[1]) or 0))
if whole > now then
  redis.call('SET', KEYS[1], string.format('%.0f', whole), 'PX', string.format('%.0f', (whole - now) / 1000 + 1))
end
return 1
