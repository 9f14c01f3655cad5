-- 2:8 @name
SELECT @total = a + b FROM t;
