"""Database options: their defaults, PUBLIC, per user, and temporary ones of a connection."""

from __future__ import annotations

from tests.sqlanywhere.fault import error

# D17 "Alphabetical list of database options"; those of 12 and 16 that matter here are the same.
DEFAULTS: dict[str, str] = {
    "allow_nulls_by_default": "On",
    "ansi_blanks": "Off",
    "ansi_close_cursors_on_rollback": "Off",
    "ansi_integer_overflow": "Off",
    "ansi_substring": "On",
    "ansinull": "On",
    "blocking": "On",
    "blocking_timeout": "0",
    "chained": "On",
    "close_on_endtrans": "On",
    "continue_after_raiserror": "On",
    "conversion_error": "On",
    "date_format": "YYYY-MM-DD",
    "date_order": "YMD",
    "default_timestamp_increment": "1",
    "divide_by_zero_error": "On",
    "first_day_of_week": "7",
    "float_as_double": "Off",
    "http_connection_pool_basesize": "10",
    "http_connection_pool_timeout": "60",
    "http_session_timeout": "30",
    "isolation_level": "0",
    "login_mode": "Standard",
    "login_procedure": "sp_login_environment",
    "max_plans_cached": "20",
    "max_recursive_iterations": "100",
    "min_password_length": "0",
    "nearest_century": "50",
    "on_tsql_error": "Conditional",
    "precision": "30",
    "preserve_source_format": "On",
    "quoted_identifier": "On",
    "request_timeout": "0",
    "reserved_keywords": "",
    "row_counts": "Off",
    "scale": "6",
    "string_rtruncation": "On",
    "synchronize_mirror_on_commit": "Off",
    "temp_space_limit_check": "On",
    "time_format": "HH:NN:SS.SSS",
    "time_zone_adjustment": "0",
    "timestamp_format": "YYYY-MM-DD HH:NN:SS.SSS",
    "timestamp_with_time_zone_format": "YYYY-MM-DD HH:NN:SS.SSS+HH:NN",
    "tsql_variables": "Off",
    "wait_for_commit": "Off",
}

_SWITCHES = frozenset(name for name, value in DEFAULTS.items() if value in ("On", "Off"))


class Options:
    """The options of a database: a user's own setting wins over PUBLIC's."""

    def __init__(self) -> None:
        self._public = dict(DEFAULTS)
        self._users: dict[str, dict[str, str]] = {}
        self.version = 0

    def get(self, user: str, name: str) -> str:
        """The setting for a user.

        Raises:
            SqlError: there is no such option (-200).
        """
        folded = name.casefold()
        if folded not in self._public:
            raise error(-200, name)
        return self._users.get(user.casefold(), {}).get(folded, self._public[folded])

    def set(self, owner: str, name: str, value: str | None) -> None:
        """SET OPTION owner.name = value; None: the user's setting goes, PUBLIC's becomes the default."""
        folded, setting = check(name, value)
        self.version += 1
        if owner.casefold() == "public":
            self._public[folded] = DEFAULTS[folded] if setting is None else setting
        elif setting is None:
            self._users.get(owner.casefold(), {}).pop(folded, None)
        else:
            self._users.setdefault(owner.casefold(), {})[folded] = setting

    def forget(self, user: str) -> None:
        """A dropped user's settings go."""
        self._users.pop(user.casefold(), None)

    def rows(self) -> list[tuple[str, str, str]]:
        """All settings as (user, option, setting)."""
        rows = [("PUBLIC", name, value) for name, value in self._public.items()]
        for user, settings in self._users.items():
            rows.extend((user, name, value) for name, value in settings.items())
        return rows


def check(name: str, value: str | None) -> tuple[str, str | None]:
    """An option's name and setting as they are kept.

    Raises:
        SqlError: no such option (-200), or not a setting of it (-201).
    """
    folded = name.casefold()
    if folded not in DEFAULTS:
        raise error(-200, name)
    if value is not None and folded in _SWITCHES:
        if value.casefold() not in ("on", "off"):
            raise error(-201, name)
        return folded, value.capitalize()
    return folded, value
