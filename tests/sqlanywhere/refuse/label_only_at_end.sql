-- 2:21 label
BEGIN SELECT 1; END done;
