-- Keep a deck in the place of one, or a new one where there is none.
-- KEYS: decks of its owner, names of all communities' own decks.
-- ARGV: title, the deck as it was (nothing: there must be none), as it shall be, most decks of the owner,
--       the name to note among communities' own (nothing: it is public).
local standing = redis.call('HGET', KEYS[1], ARGV[1])
if (standing or '') ~= ARGV[2] then
  return 0
end
if not standing and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
  return -1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[5] ~= '' then
  redis.call('SADD', KEYS[2], ARGV[5])
end
return 1
