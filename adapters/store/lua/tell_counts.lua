-- How a riddle went for all who played it. Where they are many it is counted once in a while and not for each who asks.
-- KEYS: plays, counts that were told. ARGV: fields from which on they are kept, seconds.
-- Returns players, solved, guesses, given up.
local kept = redis.call('GET', KEYS[2])
if kept then
  local found = {}
  for count in string.gmatch(kept, '%d+') do
    found[#found + 1] = tonumber(count)
  end
  return found
end
local players, solved, guesses, given_up = 0, 0, 0, 0
local plays = redis.call('HGETALL', KEYS[1])
for i = 1, #plays, 2 do
  local letter = string.sub(plays[i], 1, 1)
  if letter == 'b' then
    players = players + 1
  elseif letter == 's' then
    solved = solved + 1
  elseif letter == 'g' then
    guesses = guesses + tonumber(plays[i + 1])
  elseif letter == 'u' then
    given_up = given_up + 1
  end
end
if #plays / 2 >= tonumber(ARGV[1]) then
  redis.call('SET', KEYS[2], table.concat({players, solved, guesses, given_up}, ' '), 'EX', ARGV[2])
end
return {players, solved, guesses, given_up}
