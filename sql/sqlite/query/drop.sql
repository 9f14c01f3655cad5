-- drop: remove a procedure or view; its triggers go with it. The installer fills in the name.
DROP VIEW IF EXISTS {name};
