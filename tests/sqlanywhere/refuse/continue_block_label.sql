-- 2:26 loop
one: BEGIN LOOP CONTINUE one; END LOOP; END one;
