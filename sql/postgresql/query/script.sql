-- script: the frame of the installation by hand. The installer fills in the files, the records of them and the catalogue's statements.
BEGIN;
DO $$ BEGIN PERFORM pg_advisory_xact_lock(hashtextextended('sms-callback install', 0)); END $$;
SET LOCAL search_path TO sms;
SET LOCAL standard_conforming_strings TO on;
SET LOCAL client_encoding TO 'UTF8';

{files}

{records}

{catalogue}

COMMIT;
