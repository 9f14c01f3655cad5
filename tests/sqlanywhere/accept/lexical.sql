-- Comments, strings, numbers and names.
/* one /* inside another */ */
// and a third kind: it's no string
SELECT 'it''s', 'a\\b', 'line\nline', '\x41\x42', 'C:\temp\', N'é', '', '-- no comment', '/* nor this', 'two
lines', 0x00ff, 0XAB, 1, 1.5, .5, 5., 1e3, 2.5E-3, 9223372036854775807, -1, +1, - -1, ~5 & 3 | 4 ^ 1,
    "a ""quoted"" name", [in brackets], `in back quotes`, größe, @v, @@rowcount, #t, a$b, _x
FROM "my table"--comment at once
;
