-- 2:8 Transact-SQL
COMMIT TRAN;
