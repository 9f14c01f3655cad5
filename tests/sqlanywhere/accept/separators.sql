-- Semicolons and lines with go, mixed; empty statements; the last statement has neither.
CREATE PROCEDURE one() BEGIN SELECT 1 END;
GO
CREATE PROCEDURE two()
BEGIN
    SELECT 2;
END
go   -- a comment behind it
;;
GRANT EXECUTE ON two TO someone;
  go
COMMENT ON PROCEDURE two IS 'a; b
go
c';
SET TEMPORARY OPTION blocking = 'Off'
