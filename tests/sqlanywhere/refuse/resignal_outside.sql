-- 2:7 handler
BEGIN RESIGNAL; END;
