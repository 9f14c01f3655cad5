-- procedure_parameters: the parameters of a procedure of ours, in their order; direction is i (IN) or o (OUT). No rows: no
-- such procedure, or none with parameters.
-- Parameters: name.
SELECT p.parm_name AS name,
       IF p.parm_mode_out = 'Y' THEN 'o' ELSE 'i' ENDIF AS direction,
       d.domain_name AS domain
FROM SYS.SYSPROCPARM AS p
JOIN SYS.SYSPROCEDURE AS r ON r.proc_id = p.proc_id
JOIN SYS.SYSUSER AS u ON u.user_id = r.creator
JOIN SYS.SYSDOMAIN AS d ON d.domain_id = p.domain_id
WHERE u.user_name = 'sms'
  AND r.proc_name = :name
  AND p.parm_type = 0
ORDER BY p.parm_id;
