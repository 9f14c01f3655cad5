-- drop_event: remove an event, if it is there. The installer fills in the name.
IF EXISTS (SELECT 1 FROM SYS.SYSEVENT WHERE event_name = {literal}) THEN
    DROP EVENT {name};
END IF;
