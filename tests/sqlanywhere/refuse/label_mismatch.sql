-- 2:31 label
one: LOOP LEAVE one; END LOOP two;
