-- 3:1 Interactive SQL
SELECT a FROM t;
OUTPUT TO 'a.txt';
