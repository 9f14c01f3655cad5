-- poison_forget: nothing is set aside any more.
-- Writes spool_poison.
DELETE FROM spool_poison
