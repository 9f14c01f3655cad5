-- 2:23 comment
COMMENT ON TABLE t IS "text";
