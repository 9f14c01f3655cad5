-- v_sys_sms_ph_recent: the row of DBA.sys_sms_status that says whether a number is worth texting: the latest that is a
-- verdict, else the latest of all. (The view of old ranked over the whole life of a number: one old `delivered` outweighed all
-- that came after it.)
-- A row with rank 0 came too late to count, or is a word that nobody knows.
CREATE OR REPLACE VIEW DBA.v_sys_sms_ph_recent AS
SELECT s.*
  FROM DBA.sys_sms_status AS s
 WHERE s.sss_id = COALESCE(
           (SELECT MAX(v.sss_id)
              FROM DBA.sys_sms_status AS v
             WHERE v.rec_ph_mobile = s.rec_ph_mobile
               AND v.sss_ph_status IN ('Valid', 'Invalid')
               AND v.sss_api_status_order > 0),
           (SELECT MAX(a.sss_id) FROM DBA.sys_sms_status AS a WHERE a.rec_ph_mobile = s.rec_ph_mobile)
       );
