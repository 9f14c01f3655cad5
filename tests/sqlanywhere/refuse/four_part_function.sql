-- 2:13 function
SELECT a.b.c(1);
