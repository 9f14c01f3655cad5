-- 2:26 option
SET TEMPORARY OPTION a = (1);
