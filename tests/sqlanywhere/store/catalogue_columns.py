"""The views of the catalogue: their columns, and those that are queries over others.

Manual of 12.0.1, dbreference, pages "<name> system view" and "<name> compatibility view (deprecated)" (of SYSTABCOL:
dbreference/systabcol-system-view.html); SYSPROCEDURE, SYSPROCPARM, SYSPROCPERM, SYSEVENT and SYSWEBSERVICE as SAP's
unload script reads them (sources P15, G10).
"""

from __future__ import annotations

from tests.sqlanywhere.runtime import Column
from tests.sqlanywhere.store.schema import SystemView
from tests.sqlanywhere.tree import TypeName

_TYPES = {
    "u": TypeName("unsigned int"),
    "b": TypeName("unsigned bigint"),
    "i": TypeName("integer"),
    "s": TypeName("smallint"),
    "y": TypeName("tinyint"),
    "B": TypeName("bigint"),
    "1": TypeName("char", 1),
    "n": TypeName("char", 128),
    "t": TypeName("long varchar"),
    "T": TypeName("timestamp"),
    "x": TypeName("long binary"),
}

# Name, then column:type, `?` where NULL is allowed.
_STORE = """
SYSTAB table_id:u dbspace_id:s count:b creator:u commit_action:i share_type:i object_id:b last_modified_at:T?
    table_name:n table_type:y replicate:1 server_type:y encrypted:1 table_type_str:n
SYSTABCOL table_id:u column_id:u domain_id:s nulls:1 width:u scale:s object_id:b max_identity:B column_name:n default:t?
    user_type:s? column_type:1 compressed:y base_type_str:t
SYSIDX table_id:u index_id:u object_id:b dbspace_id:s file_id:s index_category:y unique:y index_name:n not_enforced:1
SYSIDXCOL table_id:u index_id:u sequence:s column_id:u order:1 primary_column_id:u?
SYSFKEY foreign_table_id:u foreign_index_id:u primary_table_id:u primary_index_id:u match_type:y check_on_commit:1
    nulls:1
SYSCONSTRAINT constraint_id:u constraint_type:1 ref_object_id:b table_object_id:b constraint_name:n
SYSVIEW view_object_id:b view_def:t mv_build_type:y? mv_refresh_type:y? mv_use_in_optimization:y?
    mv_last_refreshed_at:T?
SYSREMARK object_id:b last_modified_at:T? remarks:t
DUMMY dummy_col:i
"""

_MACHINE = """
SYSDOMAIN domain_id:s domain_name:n type_id:s precision:s?
SYSUSER user_id:u object_id:b user_name:n password:x? login_policy_id:b? expire_password_on_login:y?
    password_creation_time:T? failed_login_attempts:u? last_login_time:T? user_type:y user_dn:t? remarks:t?
SYSUSERPERM user_id:u object_id:b user_name:n password:x? resourceauth:1 dbaauth:1 scheduleauth:1 publishauth:1
    remotedbaauth:1 user_group:1 remarks:t?
SYSGROUP group_id:u group_member:u
SYSROLEGRANT role_grant_id:u? role_id:u grantee:u grant_type:y grant_scope:y grantor:n?
SYSPROCEDURE proc_id:u creator:u object_id:b proc_name:n proc_defn:t? remarks:t? replicate:1 srvid:u? source:t?
SYSPROCPARM proc_id:u parm_id:s parm_type:s parm_mode_in:1 parm_mode_out:1 domain_id:s width:B scale:s user_type:s?
    parm_name:n remarks:t? default:t? base_type_str:t?
SYSPROCPERM proc_id:u grantee:u
SYSEVENT event_id:u object_id:b creator:u event_name:n enabled:1 location:1 event_type_id:u? action:t?
    external_action:t? condition:t? remarks:t? source:t?
SYSSCHEDULE event_id:u sched_name:n recurring:y start_time:t stop_time:t? start_date:t? days_of_week:y? days_of_month:u?
    interval_units:n? interval_amt:i?
SYSTRIGGER trigger_id:u table_id:u object_id:b event:1 trigger_time:1 trigger_order:s? foreign_table_id:u?
    foreign_key_id:u? referential_action:1? trigger_name:n? trigger_defn:t remarks:t? source:t?
SYSWEBSERVICE service_id:u object_id:b service_name:n service_type:n auth_required:1 secure_required:1 url_path:1
    user_id:u? parameter:t? statement:t? remarks:t? enabled:1
SYSTABLEPERM stable_id:u ttable_id:u grantee:u grantor:u selectauth:1 insertauth:1 deleteauth:1 updateauth:1
    updatecols:1 alterauth:1 referenceauth:1
SYSCOLPERM table_id:u grantee:u grantor:u column_id:u privilege_type:s is_grantable:1
SYSOPTION user_id:u option:n setting:t
"""

DERIVED = """
CREATE VIEW SYS.SYSGROUPS AS
SELECT g.user_name AS group_name, m.user_name AS member_name
FROM SYS.SYSGROUP AS p JOIN SYS.SYSUSER AS g ON g.user_id = p.group_id
JOIN SYS.SYSUSER AS m ON m.user_id = p.group_member;
CREATE VIEW SYS.SYSROLEGRANTS AS
SELECT
    p.role_grant_id, p.role_id, g.user_name AS role_name, p.grantee, m.user_name AS grantee_name, p.grant_type,
    p.grant_scope
FROM SYS.SYSROLEGRANT AS p JOIN SYS.SYSUSER AS g ON g.user_id = p.role_id
JOIN SYS.SYSUSER AS m ON m.user_id = p.grantee;
CREATE VIEW SYS.SYSUSERLIST AS
SELECT user_name AS name, resourceauth, dbaauth, scheduleauth, user_group FROM SYS.SYSUSERPERM;
CREATE VIEW SYS.SYSUSERPERMS AS
SELECT user_id, user_name, resourceauth, dbaauth, scheduleauth, user_group, publishauth, remotedbaauth, remarks
FROM SYS.SYSUSERPERM;
CREATE VIEW SYS.SYSTABLE AS
SELECT
    t.table_id, t.dbspace_id AS file_id, t.count, t.creator, t.object_id, t.table_name,
    (IF t.table_type = 1 THEN 'BASE' ELSE IF t.table_type = 21 THEN 'VIEW' ELSE 'GBL TEMP' ENDIF ENDIF) AS table_type,
    v.view_def, r.remarks, t.replicate
FROM SYS.SYSTAB AS t LEFT JOIN SYS.SYSVIEW AS v ON v.view_object_id = t.object_id
LEFT JOIN SYS.SYSREMARK AS r ON r.object_id = t.object_id;
CREATE VIEW SYS.SYSCOLUMN AS
SELECT
    c.table_id, c.column_id,
    (IF EXISTS (
        SELECT * FROM SYS.SYSIDXCOL AS x WHERE x.table_id = c.table_id AND x.index_id = 0 AND x.column_id = c.column_id
    ) THEN 'Y' ELSE 'N' ENDIF) AS pkey,
    c.domain_id, c.nulls, c.width, c.scale, c.object_id, c.max_identity, c.column_name, r.remarks, c."default",
    c.user_type, c.column_type
FROM SYS.SYSTABCOL AS c LEFT JOIN SYS.SYSREMARK AS r ON r.object_id = c.object_id;
CREATE VIEW SYS.SYSCOLUMNS AS
SELECT
    u.user_name AS creator, c.column_name AS cname, t.table_name AS tname, d.domain_name AS coltype, c.nulls,
    c.width AS length, c.scale AS syslength, c.pkey AS in_primary_key, c.column_id AS colno,
    c."default" AS default_value, c.column_type AS column_kind, c.remarks
FROM SYS.SYSCOLUMN AS c JOIN SYS.SYSTAB AS t ON t.table_id = c.table_id JOIN SYS.SYSUSER AS u ON u.user_id = t.creator
JOIN SYS.SYSDOMAIN AS d ON d.domain_id = c.domain_id;
CREATE VIEW SYS.SYSVIEWS AS
SELECT u.user_name AS vcreator, t.table_name AS viewname, v.view_def AS viewtext
FROM SYS.SYSVIEW AS v JOIN SYS.SYSTAB AS t ON t.object_id = v.view_object_id
JOIN SYS.SYSUSER AS u ON u.user_id = t.creator;
CREATE VIEW SYS.SYSTABAUTH AS
SELECT
    g.user_name AS grantor, m.user_name AS grantee, o.user_name AS screator, t.table_name AS stname, p.selectauth,
    p.insertauth, p.deleteauth, p.updateauth, p.updatecols, p.alterauth, p.referenceauth
FROM SYS.SYSTABLEPERM AS p JOIN SYS.SYSTAB AS t ON t.table_id = p.stable_id
JOIN SYS.SYSUSER AS o ON o.user_id = t.creator JOIN SYS.SYSUSER AS g ON g.user_id = p.grantor
JOIN SYS.SYSUSER AS m ON m.user_id = p.grantee;
CREATE VIEW SYS.SYSPROCAUTH AS
SELECT m.user_name AS grantee, o.user_name AS creator, r.proc_name AS procname
FROM SYS.SYSPROCPERM AS p JOIN SYS.SYSPROCEDURE AS r ON r.proc_id = p.proc_id
JOIN SYS.SYSUSER AS o ON o.user_id = r.creator JOIN SYS.SYSUSER AS m ON m.user_id = p.grantee;
CREATE VIEW SYS.SYSOPTIONS AS
SELECT u.user_name, o."option", o.setting FROM SYS.SYSOPTION AS o JOIN SYS.SYSUSER AS u ON u.user_id = o.user_id;
"""
"""Views of the server over the ones above."""


def _parsed(text: str) -> dict[str, SystemView]:
    views: dict[str, SystemView] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        name, *columns = line.split()
        described = []
        for column in columns:
            title, code = column.split(":")
            described.append(Column(title, _TYPES[code[0]], nullable=code.endswith("?")))
        views[name.lower()] = SystemView(name, tuple(described))
    return views


SYSTEM_VIEWS = _parsed(_STORE) | _parsed(_MACHINE)
"""By the name in lower case; their owner is SYS."""
OF_STORE = frozenset(_parsed(_STORE))
