-- byte order mark and CRLF
CREATE TABLE dbo.[order line] (
    [line no] INTEGER NOT NULL DEFAULT AUTOINCREMENT PRIMARY KEY,
    "text"    LONG VARCHAR NULL
);
go
SELECT [line no], "text" FROM dbo.[order line]
GO
