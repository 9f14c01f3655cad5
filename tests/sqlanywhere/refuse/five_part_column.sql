-- 2:18 column
SELECT a.b.c.d.e FROM t;
