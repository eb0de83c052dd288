"""Run as `python -m kelmah_emulator --account 123456789012 --region eu-north-1`."""

from __future__ import annotations

import argparse
import gc
import os

from .processes import exit_at_end_of, exit_at_end_of_process, idle


def main() -> None:
    """Read the options, settle moto's own settings and serve."""
    options = _parse_options()
    if options.until_end_of is not None:
        exit_at_end_of_process(options.until_end_of)
    elif options.idle_minutes is not None:
        idle.exit_after(options.idle_minutes)
    else:
        exit_at_end_of(0)
    # Nothing of what is loaded now is ever given up: looking for it in vain takes a fifth of the time.
    gc.disable()
    # Moto reads them when it is first imported, which is why the import comes after.
    os.environ["MOTO_ACCOUNT_ID"] = options.account
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    from .server import run

    outlives = options.until_end_of is not None or options.idle_minutes is not None
    run(options.account, options.region, [name for name in options.without.split(",") if name], outlives)


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kelmah_emulator",
        description="An AWS emulator on the loopback interface; it ends at the end of its standard input, if not told otherwise.",
    )
    parser.add_argument("--account", required=True, help="the AWS account id it plays")
    parser.add_argument("--region", required=True, help="the region to prepare")
    parser.add_argument("--without", default="", help="patches to leave out, comma-separated; 'all' for plain moto")
    parser.add_argument("--until-end-of", type=int, help="a process at whose end it ends instead")
    parser.add_argument("--idle-minutes", type=float, help="minutes without a call after which it ends instead")
    return parser.parse_args()


main()
