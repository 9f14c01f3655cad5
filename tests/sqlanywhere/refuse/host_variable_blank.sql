-- 2:10 blank
SELECT : a;
