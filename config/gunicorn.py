"""How gunicorn serves the pages and the API."""

import os

bind = os.environ.get("BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = 2
# Most threads wait: for a run that somebody asked to wait for, or for a slow upload.
threads = 16
# Threads that are busy reading a large sheet do not count as hung: the main loop keeps beating.
timeout = 120
graceful_timeout = 5
keepalive = 5
accesslog = None
loglevel = "warning"
control_socket_disable = True
