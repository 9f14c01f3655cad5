"""CONVERT with a style (page "CONVERT function")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tests.sqlanywhere.errors import ModelError
from tests.sqlanywhere.runtime import Session, Value
from tests.sqlanywhere.tree import TypeName
from tests.sqlanywhere.values import moment, types
from tests.sqlanywhere.values.convert import cast_expression, convert
from tests.sqlanywhere.values.types import Family

STYLES: Mapping[int, str] = {
    0: "Mmm dd yyyy hh:nnAA",
    100: "Mmm dd yyyy hh:nnAA",
    1: "mm/dd/yy",
    101: "mm/dd/yyyy",
    2: "yy.mm.dd",
    102: "yyyy.mm.dd",
    3: "dd/mm/yy",
    103: "dd/mm/yyyy",
    4: "dd.mm.yy",
    104: "dd.mm.yyyy",
    5: "dd-mm-yy",
    105: "dd-mm-yyyy",
    6: "dd Mmm yy",
    106: "dd Mmm yyyy",
    7: "Mmm dd, yy",
    107: "Mmm dd, yyyy",
    8: "hh:nn:ss",
    108: "hh:nn:ss",
    9: "Mmm dd yyyy hh:nn:ss.sssAA",
    109: "Mmm dd yyyy hh:nn:ss.sssAA",
    10: "mm-dd-yy",
    110: "mm-dd-yyyy",
    11: "yy/mm/dd",
    111: "yyyy/mm/dd",
    12: "yymmdd",
    112: "yyyymmdd",
    13: "dd Mmm yyyy hh:nn:ss.sss",
    113: "dd Mmm yyyy hh:nn:ss.sss",
    14: "hh:nn:ss.sss",
    114: "hh:nn:ss.sss",
    20: "yyyy-mm-dd hh:nn:ss",
    120: "yyyy-mm-dd hh:nn:ss",
    21: "yyyy-mm-dd hh:nn:ss.sss",
    121: "yyyy-mm-dd hh:nn:ss.sss",
}


def convert_styled(value: Value, type_name: TypeName, style: Value, session: Session) -> Value:
    """CONVERT(type, value, style): a date or time in the style's format.

    Raises:
        ModelError: a text is to be read by a style, or the style is not in the model's table.
    """
    if value is None:
        return None
    if not isinstance(value, (dt.date, dt.time)) or types.family(type_name) is not Family.TEXT:
        raise ModelError("CONVERT with a style of anything but a date or time to a text")
    number = convert(style, types.INTEGER, session)
    if not isinstance(number, int) or number not in STYLES:
        raise ModelError(f"CONVERT with style {number!r}")
    return cast_expression(moment.spell(value, STYLES[number]), type_name, session)
