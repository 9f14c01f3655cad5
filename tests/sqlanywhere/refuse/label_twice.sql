-- 2:11 label
one: LOOP one: LOOP LEAVE one; END LOOP; END LOOP;
