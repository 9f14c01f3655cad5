"""What the server has of its own and the model has not: to use it is a fault of the model, not of the SQL.

Names from the lists of functions, system procedures and compatibility views (12.0.1 dbreference, "SQL functions",
"System procedures", "Transact-SQL compatibility views"; 17 for those of arrays).
"""

from __future__ import annotations

from tests.sqlanywhere import tree
from tests.sqlanywhere.errors import ModelError, SqlError
from tests.sqlanywhere.values.fault import no_procedure

_FUNCTIONS = """
    number rowid object_id object_name user_id sqldialect similar soundex difference encrypt decrypt compress
    decompress xmlelement xmlforest xmlconcat xmlgen get_identity watcomsql
    transactsql sqlflagger rewrite explanation plan estimate estimate_source index_estimate experience_estimate
    graphical_plan event_condition event_condition_name textptr sortkey identity set_bit get_bit count_set_bits
    bit_length bit_substr property_name property_number property_description db_extended_property
    connection_extended_property next_connection next_database suser_name suser_id user_privileges row_version
    prod_lock read_client_file write_client_file xp_read_file xp_write_file conflict sa_char_terms
    exprtype atan2 cot str byte_insertstr byte_locate byte_left byte_right byte_replace col_length col_name
    datalength db_id html_plan long_plan short_plan traced_plan index_col isencrypted next_soap_header soap_header
    stacktrace tsequal cardinality trim_array xp_cmdshell xp_getenv xp_sprintf xp_scanf xp_sendmail
"""
NOT_MODELLED = frozenset(_FUNCTIONS.split())
"""Functions of the server that the model does not do."""

_PROCEDURES = """
    sa_audit_string sa_char_terms sa_check_commit sa_clean_database sa_column_stats sa_conn_activity sa_conn_list
    sa_conn_options sa_conn_properties sa_copy_cursor_to_temp_table sa_db_info sa_db_list sa_db_properties
    sa_dependent_views sa_describe_cursor sa_describe_query sa_disk_free_space sa_eng_properties
    sa_error_stack_trace sa_flush_cache sa_flush_statistics sa_get_bits sa_get_request_profile sa_get_request_times
    sa_get_table_definition sa_get_user_status sa_http_php_page sa_index_density sa_index_levels sa_list_cursors
    sa_locks sa_migrate sa_performance_diagnostics sa_performance_statistics sa_post_login_procedure
    sa_procedure_profile sa_recompile_views sa_refresh_materialized_views sa_refresh_text_indexes
    sa_report_deadlocks sa_reserved_words sa_reset_identity sa_rowgenerator sa_send_udp sa_server_messages
    sa_server_option sa_set_soap_header sa_snapshots sa_split_list sa_stack_trace sa_statement_text
    sa_table_fragmentation sa_table_page_usage sa_table_stats sa_transactions sa_validate sa_verify_password
    sp_addgroup sp_addlogin sp_addmessage sp_addtype sp_adduser sp_addalias sp_columns sp_databases sp_datatype_info
    sp_fkeys sp_forward_to_remote_server sp_help sp_helptext sp_list_directory sp_parse_json sp_password sp_pkeys
    sp_remote_columns sp_remote_tables sp_sproc_columns sp_statistics sp_stored_procedures sp_tables sp_who
    xp_cmdshell xp_getenv xp_msver xp_read_file xp_scanf xp_sendmail xp_sprintf xp_startmail xp_startsmtp
    xp_stopmail xp_stopsmtp xp_write_file
"""
PROCEDURES = frozenset(_PROCEDURES.split())
"""System procedures, owned by dbo, that the model does not do."""

_TABLES = """
    rowgenerator spt_mda ml_user syscolumns syscomments sysdepends sysindexes sysmessages sysobjects sysprotects
    systypes sysusers
"""
TABLES = frozenset(_TABLES.split())
"""Tables and views of dbo that the model does not have."""


_TYPES = frozenset({"array", "long varbit", "row", "unknown", "varbit"})


def unmodelled_type(type_name: tree.TypeName) -> bool:
    """Whether a type without family is one of the server's own: bits, arrays and rows (17), spatial ones."""
    return type_name.name in _TYPES or type_name.name.startswith("st_")


def unmodelled(name: tree.QualifiedName, known: frozenset[str]) -> bool:
    """Whether a name that is no user's object is one of the server's own."""
    return name.name.casefold() in known and (name.owner or "dbo").casefold() in {"dbo", "sys"}


def no_function(name: tree.QualifiedName) -> SqlError | ModelError:
    """What to raise for a function that is not there."""
    if name.owner is None and unmodelled(name, NOT_MODELLED):
        return ModelError(f"function {name} is not modelled")
    return no_procedure(str(name))
