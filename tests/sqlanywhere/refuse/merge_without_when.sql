-- 2:34 WHEN
MERGE INTO t USING u ON t.a = u.a;
