-- session: what a connection of ours wants once, before anything else: names without a schema mean ours, as in the files that
-- are the same for every engine, and what is asked for in local time comes in UTC. No object of ours depends on either.
-- Parameters: none.
SELECT set_config('search_path', 'sms, public', false), set_config('TimeZone', 'UTC', false)
