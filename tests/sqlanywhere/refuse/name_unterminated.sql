-- 2:8 end
SELECT "abc FROM t;
