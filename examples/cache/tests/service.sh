#!/bin/sh
# The cache as a client sees it; leaves a JUnit file.
exec python3 "$(dirname "$0")/service.py"
