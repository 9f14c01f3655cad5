-- 2:1 statement
FROBNICATE t;
