-- Say when it is one's turn at allowances that have nothing to give: each who asks is told a later moment.
-- KEYS: the asker's mark, then for each its allowance and its line. ARGV: for each the time one message takes, how many
--   may come at once; then the longest wait.
-- Nothing is taken. Who was told his turn before is told when there is something again, and not sent to the end.
-- Returns the microseconds to wait as a text; 0 where all have something to give.
local time = redis.call('TIME')
local now, wait = time[1] * 1000000 + time[2], 0
local longest, came_before = tonumber(ARGV[#ARGV]), redis.call('EXISTS', KEYS[1]) == 1
for i = 1, (#KEYS - 1) / 2 do
  local each, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local own = math.max(now, tonumber(redis.call('GET', KEYS[2 * i]) or 0)) + each - each * burst - now
  if own > 0 then
    local turn = own
    if not came_before then
      turn = math.max(own, tonumber(redis.call('GET', KEYS[2 * i + 1]) or 0) + each - now)
      turn = math.min(turn, math.max(own, longest))
      redis.call('SET', KEYS[2 * i + 1], string.format('%.0f', now + turn), 'PX', string.format('%.0f', turn / 1000 + 1))
    end
    wait = math.max(wait, turn)
  end
end
if wait > 0 then
  redis.call('SET', KEYS[1], 1, 'PX', string.format('%.0f', (wait + longest) / 1000))
end
return string.format('%.0f', wait)
