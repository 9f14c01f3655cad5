-- 2:32 OUTER
SELECT t.a FROM t, u WHERE t.a =* u.a;
