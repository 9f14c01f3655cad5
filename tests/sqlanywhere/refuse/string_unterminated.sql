-- 2:8 end
SELECT 'abc;
