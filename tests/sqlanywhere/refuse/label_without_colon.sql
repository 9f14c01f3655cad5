-- 2:1 statement
lbl LOOP LEAVE lbl; END LOOP;
