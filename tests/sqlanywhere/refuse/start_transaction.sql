-- 2:1 transaction
START TRANSACTION;
