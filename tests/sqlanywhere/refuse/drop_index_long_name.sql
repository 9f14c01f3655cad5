-- 2:19 most
DROP INDEX a.b.c.d;
