-- Take a player's name and words out of a riddle: what he did stays under a name that tells nothing.
-- KEYS: log, plays, seen of the player, round. ARGV: player as in keys, as JSON, as he is; counter of the nameless.
local log, plays, quoted, player = KEYS[1], KEYS[2], ARGV[1], ARGV[3]
local needle = '"player":' .. ARGV[2]
local mine = {}
for i, entry in ipairs(redis.call('LRANGE', log, 0, -1)) do
  if string.find(entry, needle, 1, true) then
    local found = cjson.decode(entry)
    if found.player == player then
      mine[#mine + 1] = {i - 1, found}
    end
  end
end
redis.call('DEL', KEYS[3])
local letters = {'g', 'h', 's', 'u', 'n', 'l', 'b'}
local state, any = {}, false
for i, letter in ipairs(letters) do
  state[i] = redis.call('HGET', plays, letter .. ':' .. quoted)
  any = any or state[i]
end
if #mine == 0 and not any then
  return 0
end

local number = redis.call('HINCRBY', KEYS[4], ARGV[4], 1)
for i, letter in ipairs(letters) do
  if state[i] then
    redis.call('HSET', plays, letter .. ':%00' .. number, state[i])
    redis.call('HDEL', plays, letter .. ':' .. quoted)
  end
end
for _, one in ipairs(mine) do
  local entry = one[2]
  local said = entry.move == 'guess' or entry.move == 'hint' or entry.move == 'give_up'
  local judged = type(entry.judgement) == 'string' and '"' .. entry.judgement .. '"' or 'null'
  local name, text = '"\\u0000' .. number .. '"', '""'
  if not said then
    name, text = '""', cjson.encode(entry.text)
  end
  local kept = '{"move":"' .. entry.move .. '","player":' .. name .. ',"at":"' .. entry.at .. '","text":' .. text ..
    ',"delivery":"","judgement":' .. judged .. ',"scored":' .. tostring(entry.scored) .. '}'
  redis.call('LSET', log, one[1], kept)
end
return #mine
