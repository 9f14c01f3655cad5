-- 2:11 end
SELECT 1; /* open /* nested */
SELECT 2;
