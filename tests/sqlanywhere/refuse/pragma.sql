-- 2:1 PRAGMA
PRAGMA foreign_keys = ON;
