-- 2:7 loop
BEGIN LEAVE; END;
