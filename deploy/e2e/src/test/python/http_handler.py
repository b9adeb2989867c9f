"""Logs at each level with Python's own HTTPHandler: http_handler.py HOST:PORT"""
import logging
import logging.handlers
import sys

logger = logging.getLogger("orders")
logger.setLevel(logging.DEBUG)
logger.addHandler(logging.handlers.HTTPHandler(sys.argv[1], "/api/v1/logs?source=python", method="POST"))
for level in ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]:
    logger.log(getattr(logging, level), "python " + level.lower())
