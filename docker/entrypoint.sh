#!/bin/sh
# web: migrate under a lock, then serve. worker: queued tasks and the calendar. Anything else: a management command.
set -eu

case "${1:-web}" in
  web)
    python manage.py locked_migrate --verbosity 1
    python manage.py createcachetable
    python manage.py sync_roles
    exec gunicorn home.wsgi \
      --bind 0.0.0.0:8000 \
      --workers "${WEB_WORKERS:-2}" \
      --threads "${WEB_THREADS:-4}" \
      --worker-tmp-dir /dev/shm \
      --max-requests 2000 --max-requests-jitter 200 \
      --no-control-socket \
      --access-logfile - \
      --forwarded-allow-ips "${FORWARDED_ALLOW_IPS:-127.0.0.1}"
    ;;
  worker)
    exec python manage.py work
    ;;
  *)
    exec python manage.py "$@"
    ;;
esac
