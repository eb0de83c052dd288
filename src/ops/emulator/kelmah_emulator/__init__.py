"""An AWS emulator for tests: an unmodified moto, the patches that bring it closer to AWS, and controls for tests."""
