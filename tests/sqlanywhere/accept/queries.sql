-- Queries.
WITH RECURSIVE tree (id, parent, depth) AS (
    SELECT id, parent, 0 FROM node WHERE parent IS NULL
    UNION ALL
    SELECT n.id, n.parent, t.depth + 1 FROM node AS n JOIN tree AS t ON n.parent = t.id
),
leaf AS (SELECT * FROM tree)
SELECT DISTINCT TOP 10 START AT 5 t.*, dba.leaf.*, l.id AS "the id", l.depth deep
FROM tree AS t
    LEFT OUTER JOIN leaf l ON t.id = l.id
    KEY JOIN other
    NATURAL LEFT JOIN another
    FULL OUTER JOIN third ON 1 = 1
    CROSS JOIN fourth
    INNER JOIN (fifth JOIN sixth ON fifth.a = sixth.a) ON fifth.a = t.id,
    seventh WITH (XLOCK, INDEX (i) INDEX ONLY ON), eighth e WITH (READPAST UPDLOCK) FORCE INDEX (i8),
    LATERAL (SELECT 1 AS a WHERE t.id = 1) AS lat (a),
    ((SELECT 1 AS a) UNION (SELECT 2) ORDER BY 1) AS united,
    some_procedure(1, p_b = 2) WITH (a INTEGER, b VARCHAR(20)) AS p,
    sa_rowgenerator(1, 10) AS g
WHERE t.depth < 5
GROUP BY ROLLUP (t.id, (a, b)), CUBE (c), GROUPING SETS ((d), (e, f), ()), g
HAVING COUNT(*) > 1
ORDER BY 1 DESC, t.id
FOR UPDATE BY LOCK;
SELECT FIRST a FROM t CROSS APPLY u OUTER APPLY (SELECT 1 AS x) AS y FOR READ ONLY;
SELECT TOP (:count + 1) START AT :first a FROM t ORDER BY a OPTION (FORCE OPTIMIZATION, optimization_goal = 'first-row');
SELECT a INTO #work FROM t;
SELECT a, b INTO TABLE owner.copy FROM t;
SELECT a INTO LOCAL TEMPORARY TABLE scratch FROM t;
SELECT 1 AS a UNION ALL SELECT 2 EXCEPT SELECT 3 INTERSECT DISTINCT SELECT 4 ORDER BY a FOR XML RAW, ELEMENTS;
(SELECT 1 AS a) UNION (SELECT 2) FOR JSON AUTO;
SELECT * FROM OPENSTRING(VALUE '1,2') WITH (a INTEGER, filler(), b CHAR(3)) OPTION (DELIMITED BY ',') AS o;
SELECT * FROM OPENSTRING(FILE 'x.csv') WITH (TABLE dba.t) AS o;
SELECT * FROM OPENXML('<a/>', '/a', 1) WITH (a INTEGER '@id', b LONG VARCHAR 'b/text()') AS x;
SELECT a, SUM(b) FROM t GROUP BY a WITH CUBE;
