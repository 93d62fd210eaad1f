-- Bring the log of a riddle to the layout in which an entry says itself what it is, and give each player a row.
-- What was played without points stays so. Done in one step, and only where there is an old entry.
-- KEYS: log, plays, seen, totals, solved days. ARGV: what the keys of rows begin with, field of the row, its ending,
--   day. Returns how many entries were old.
local log, plays = KEYS[1], KEYS[2]
local entries, old = redis.call('LRANGE', log, 0, -1), 0
for i, entry in ipairs(entries) do
  local what, rest = string.match(entry, '^([a-z_]+) {(.+)$')
  if what then
    old = old + 1
    local move = (what == 'hint' or what == 'give_up') and what or 'guess'
    local judged = move == 'guess' and '"judgement":"' .. what .. '",' or ''
    entries[i] = '{"move":"' .. move .. '",' .. judged .. '"scored":false,' .. rest
  end
end
if old == 0 then
  return 0
end
redis.call('DEL', log)
for _, entry in ipairs(entries) do
  redis.call('RPUSH', log, entry)
end
redis.call('UNLINK', KEYS[3])

local players, found = {}, redis.call('HGETALL', plays)
for i = 1, #found, 2 do
  local letter, who = string.match(found[i], '^(%a):(.*)$')
  players[who] = players[who] or {}
  players[who][letter] = found[i + 1]
end
for who, play in pairs(players) do
  if not play.b then
    redis.call('HSET', plays, 'b:' .. who, 0)
    local row = (play.s and 1 or 0) .. ' ' .. (play.u and 1 or 0) .. ' 0 ' .. (play.h or 0) .. ' ' .. (play.g or 0) .. ' 0'
    if play.s then
      redis.call('HSET', plays, 's:' .. who, 0)
      redis.call('HINCRBY', KEYS[5], ARGV[4], 1)
    end
    redis.call('HSET', ARGV[1] .. who, ARGV[2], row .. ARGV[3])
    redis.call('HINCRBY', KEYS[4], 'r:' .. who, 1)
  end
end
return old
