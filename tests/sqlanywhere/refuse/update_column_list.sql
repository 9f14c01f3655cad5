-- 2:14 columns
UPDATE t SET (a, b) = (1, 2);
