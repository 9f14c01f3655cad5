-- 2:1 Interactive SQL
READ 'tables.sql';
