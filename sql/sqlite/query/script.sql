-- script: the frame of the installation by hand. The installer fills in the files, the records of them and the catalogue's statements.
.bail on
BEGIN IMMEDIATE;

{files}

{records}

{catalogue}

COMMIT;
