-- 2:19 table.column
COMMENT ON COLUMN a IS 'x';
