"""Run as `python -m kelmah_emulator --account 123456789012 --region eu-north-1`."""

from .server import main

main()
