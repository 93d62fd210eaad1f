-- Guesses in their order: each counted once however often it is delivered; what stands and what it earns is decided here.
-- KEYS: log, plays, round, totals, solved days, hidden, board of accuracy, the boards of the week, month, season and all
--   time; then for each guess: seen of the player, rows of the player.
-- ARGV, few and most parted by blanks, as a call costs by their number: the terms; field of the row and its ending, which
--   begins with 1 where the riddle is void; then for each guess: player; now (ms), whether it scores, the words of the
--   guess and its delivery or ''; judgement and reason; entry before and after the judgement; account or ''.
-- Returns for each guess what stands (judgement, points and reason, parted by a blank; `stale` where the round has
-- changed), whether it is the player's first step here, and the hints taken where it solves the riddle now, else -1;
-- then, where the step was taken, how far the player has come: guesses, hints, points where it is solved, surrender, begun.
local log, plays, round, totals = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local version, worth, hint_cost, wrong_cost, free_wrong, limit, pause, most, seconds, least, week, month =
  string.match(ARGV[1], '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
local field, ending = string.match(ARGV[2], '^(%S+)( .*)$')
most, limit, pause, least = tonumber(most), tonumber(limit), tonumber(pause), tonumber(least)
local meta = redis.call('HMGET', round, 'version', 'readable', 'purged')

-- What a player solved is worth more on the boards.
local function count(player, points, hints, guesses)
  if redis.call('SISMEMBER', KEYS[6], player) == 0 then
    local counts = redis.call('HMGET', totals, 't:' .. player, 's:' .. player)
    if tonumber(counts[1] or 0) >= least then
      redis.call('ZADD', KEYS[7], tonumber(counts[2] or 0) / tonumber(counts[1]), player)
    end
    for i = 8, points > 0 and 11 or 0 do
      -- The number of a board, taken apart and put together again as in rows.py: a sum never runs into its neighbour.
      local stood = tonumber(redis.call('ZSCORE', KEYS[i], player) or 0)
      local above = math.ceil(stood / 4194304)
      local small = above * 4194304 - stood
      local earned = math.min(math.floor(above / 8192) + points, 262143)
      local solved = math.min(above % 8192 + 1, 8191)
      local helped = math.min(math.floor(small / 2048) + math.min(hints, 3), 2047)
      local said = math.min(small % 2048 + math.min(guesses, 15), 2047)
      local score = ((earned * 8192 + solved) * 2048 - helped) * 2048 - said
      redis.call('ZADD', KEYS[i], string.format('%.0f', score), player)
    end
    if points > 0 then
      redis.call('EXPIRE', KEYS[8], week)
      redis.call('EXPIRE', KEYS[9], month)
    end
  end
end

local function guess(seen, rows, player, told, ruled, before, behind, account)
  local now, scoring, words, delivery = string.match(told, '^(-?%d+) (%d) (%S+) (.*)$')
  local known = redis.call('HMGET', seen, words, delivery)
  if delivery ~= '' and known[2] then
    return {known[2] ~= '' and known[2] or 'repeated 0 ', 0, -1}
  end
  if meta[1] ~= version then
    return {'stale', 0, -1}
  end
  if meta[3] then
    return {'closed 0 over', 0, -1}
  end

  local fields = {'g:' .. player, 'h:' .. player, 's:' .. player, 'u:' .. player, 'n:' .. player, 'l:' .. player,
    'b:' .. player}
  local state = redis.call('HMGET', plays, unpack(fields))
  local guesses, hints, moves = tonumber(state[1] or 0), tonumber(state[2] or 0), tonumber(state[5] or 0)
  local last = tonumber(state[6] or 0)
  local first = (state[5] or state[2] or state[4]) and 0 or 1
  now = tonumber(now)

  if moves >= most then
    return {'closed 0 moves', 0, -1}
  end
  local open = not (state[3] or state[4])
  local spent = limit > 0 and guesses >= limit
  if open and not spent and last > 0 and now >= last and now - last < pause then
    local stands = 'too_soon 0 ' .. math.ceil((pause - (now - last)) / 1000)
    if delivery ~= '' then
      redis.call('HSET', seen, delivery, stands)
      redis.call('EXPIRE', seen, seconds)
      redis.call('HSET', plays, fields[5], moves + 1)
    end
    return {stands, 0, -1}
  end

  local judgement, reason = string.match(ruled, '^(%S+) (.*)$')
  local scored = scoring == '1' and not meta[2]
  local begun = state[7] or (scored and '1' or '0')
  local points, solves = 0, -1
  local after, saw = {fields[5], moves + 1, fields[7], begun}, {}

  if not open then
    judgement, reason = 'closed', 'finished'
  elseif spent then
    judgement, reason = 'closed', 'limit'
  elseif known[1] then
    judgement, reason = 'repeated', ''
  else
    saw = {words, ''}
    if judgement == 'wrong' then
      guesses = guesses + 1
      after[5], after[6], after[7], after[8] = fields[1], guesses, fields[6], now
    elseif judgement == 'correct' then
      if scored and begun == '1' then
        local lost = hints * hint_cost + math.max(0, guesses - free_wrong) * wrong_cost
        points = math.max(1, worth - lost)
      end
      guesses, solves = guesses + 1, hints
      after[5], after[6], after[7], after[8] = fields[1], guesses, fields[3], points
      if string.sub(ending, 2, 2) == '0' then
        redis.call('HINCRBY', KEYS[5], string.match(field, '|([%d-]+)|%d+$'), 1)
      end
    end
  end

  local stands = judgement .. ' ' .. points .. ' ' .. reason
  if delivery ~= '' then
    saw[#saw + 1], saw[#saw + 2] = delivery, stands
  end
  redis.call('HSET', plays, unpack(after))
  redis.call('RPUSH', log, before .. '"' .. judgement .. '"' .. behind)
  if #saw > 0 then
    redis.call('HSET', seen, unpack(saw))
    redis.call('EXPIRE', seen, seconds)
  end
  redis.call('HINCRBY', totals, 'r:' .. player, 1)
  if account ~= '' then
    redis.call('HSET', totals, 'a:' .. player, account)
  end
  local come = {stands, first, solves, tostring(guesses), tostring(hints),
    solves >= 0 and tostring(points) or state[3], state[4], begun}
  if not open then
    return come
  end

  local row = (solves >= 0 and 1 or 0) .. ' 0 ' .. points .. ' ' .. hints .. ' ' .. guesses .. ' ' .. begun
  redis.call('HSET', rows, field, row .. ending)
  local tried = begun == '1' and first == 1
  if tried then
    redis.call('HINCRBY', totals, 't:' .. player, 1)
  end
  if points > 0 then
    redis.call('HINCRBY', totals, 's:' .. player, 1)
  end
  if tried or points > 0 then
    count(player, points, hints, guesses)
  end
  return come
end

local found = {}
for at = 1, (#ARGV - 2) / 6 do
  found[at] = guess(KEYS[10 + 2 * at], KEYS[11 + 2 * at], unpack(ARGV, 6 * at - 3, 6 * at + 2))
end
return found
