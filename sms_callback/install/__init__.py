"""The installer: the states of all objects, and how they become current (docs/installer.md)."""

from sms_callback.install.installer import Report, install, plan, plan_missing_file, verify
from sms_callback.install.plan import Plan
from sms_callback.install.presence import install_missing, require_installed
from sms_callback.install.script import script
from sms_callback.install.state import Action, Item, State
from sms_callback.install.uninstall import Loss, Removal, loss, uninstall

__all__ = [
    "Action",
    "Item",
    "Loss",
    "Plan",
    "Removal",
    "Report",
    "State",
    "install",
    "install_missing",
    "loss",
    "plan",
    "plan_missing_file",
    "require_installed",
    "script",
    "uninstall",
    "verify",
]
