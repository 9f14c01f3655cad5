-- 2:8 hex
SELECT 0x;
